package dev.anamnesis.fhir.bundle;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.r4.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A resource inside a Bundle as a document of its own. */
public final class Documents {

  private Documents() {}

  /**
   * @param json canonical; version and instant in its {@code meta} are the server's to say
   */
  public static Read.Document of(String json) {
    Elements all = Elements.parse(json);
    var members = new HashMap<String, String>();
    members.putAll(all.without(Set.of("resourceType", "id", "meta")).members());
    all.get("meta")
        .map(text -> ((Json.Obj) Json.parse(text)).without("versionId").without("lastUpdated"))
        .filter(meta -> !meta.members().isEmpty())
        .ifPresent(meta -> members.put("meta", meta.text()));
    return new Read.Document(
        all.text("resourceType").orElse(""), all.text("id"), Elements.of(Map.copyOf(members)));
  }
}

package dev.anamnesis.fhir.profile;

import dev.anamnesis.r4.Json;
import java.util.Optional;
import java.util.Set;

/**
 * A StructureDefinition, a ValueSet or a CodeSystem as it was loaded.
 *
 * @param url canonical, without a version
 * @param version empty where it tells none
 * @param constrains the resource type that it is a profile of; empty for all that is no profile
 * @param json its text
 */
public record Artefact(
    String url, Optional<String> version, Optional<String> constrains, String json) {

  private static final Set<String> TYPES = Set.of("StructureDefinition", "ValueSet", "CodeSystem");

  /** Empty for a resource that profiles do not need. */
  static Optional<Artefact> of(Json.Obj resource, String json) {
    String type = resource.string("resourceType").orElse("");
    if (!TYPES.contains(type)) return Optional.empty();
    boolean profile =
        type.equals("StructureDefinition")
            && resource.string("kind").equals(Optional.of("resource"))
            && resource.string("derivation").equals(Optional.of("constraint"));
    return resource
        .string("url")
        .map(
            url ->
                new Artefact(
                    url,
                    resource.string("version"),
                    profile ? resource.string("type") : Optional.empty(),
                    json));
  }

  /** Whether a canonical means this: its URL, of this version where it names one. */
  boolean is(String canonical) {
    int bar = canonical.indexOf('|');
    if (bar < 0) return canonical.equals(url);
    return canonical.substring(0, bar).equals(url)
        && version.equals(Optional.of(canonical.substring(bar + 1)));
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.ProvenanceStated;
import dev.anamnesis.eventstore.FactLog.Fact;
import dev.anamnesis.eventstore.FactLog.Told;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Commits as Provenances (https://hl7.org/fhir/R4/provenance.html): what was made, when, by whom
 * and why, its facts by name. One for each commit, whose activity, time and facts are its own;
 * those of one transaction share {@code recorded}. What a request stated is merged in.
 */
public final class Provenances {

  /** An id is this and the commit's position. */
  public static final String ID = "commit-";

  private static final String FACTS = "https://anamnesis.dev/facts";
  private static final String STATED_RECORDED =
      "https://anamnesis.dev/fhir/StructureDefinition/stated-recorded";
  private static final String ROLE =
      "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

  private Provenances() {}

  /**
   * Canonical JSON.
   *
   * @param maker as it was recorded with the commit; empty where nothing was
   */
  public static String json(Told told, Optional<Caller> maker) {
    Recorded commit = told.recorded();
    List<Fact> facts =
        switch (told) {
          case Told.Facts(var recorded, var all) -> all;
          case Told.Erased(var recorded) -> List.of();
        };
    Json.Obj stated = stated(facts);
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("resourceType", new Json.Text("Provenance"));
    members.put("id", new Json.Text(ID + commit.position()));
    members.put("meta", meta(stated, commit));
    stated.members().forEach(members::putIfAbsent);
    String made = commit.stream().path() + "/_history/" + commit.version();
    members.put("target", array(Tree.of("reference", made)));
    members.put("recorded", new Json.Text(Instants.text(commit.recordedAt())));
    stated
        .get("recorded")
        .ifPresent(
            when -> {
              var extension = Map.of("url", new Json.Text(STATED_RECORDED), "valueInstant", when);
              members.put(
                  "_recorded",
                  new Json.Obj(
                      Map.of("extension", new Json.Arr(List.of(new Json.Obj(extension))))));
            });
    if (members.keySet().stream().noneMatch(name -> name.startsWith("occurred"))) {
      effective(facts).ifPresent(when -> members.put("occurredDateTime", new Json.Text(when)));
    }
    joined(stated, "reason", maker.stream().flatMap(Provenances::reason))
        .ifPresent(reasons -> members.put("reason", reasons));
    members.put("activity", activity(stated, commit, facts));
    joined(stated, "agent", agents(maker)).ifPresent(agents -> members.put("agent", agents));
    return new Json.Obj(members).text();
  }

  private static Json.Obj stated(List<Fact> facts) {
    for (Fact fact : facts) {
      if (fact.event() instanceof ProvenanceStated(String json)) return (Json.Obj) Json.parse(json);
    }
    return Json.Obj.EMPTY;
  }

  private static Json meta(Json.Obj stated, Recorded commit) {
    Json.Obj sent = stated.get("meta").orElse(Json.NULL) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
    return sent.with("versionId", new Json.Text("1"))
        .with("lastUpdated", new Json.Text(Instants.text(commit.recordedAt())));
  }

  /** When the first fact that says so took effect. */
  private static Optional<String> effective(List<Fact> facts) {
    return facts.stream()
        .map(Fact::event)
        .map(Event::effective)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What was stated, then what is known besides. */
  private static Optional<Json> joined(Json.Obj stated, String name, Stream<Tree> more) {
    var items = new ArrayList<>(stated.items(name));
    more.forEach(tree -> items.add(tree.json()));
    return items.isEmpty() ? Optional.empty() : Optional.of(new Json.Arr(items));
  }

  private static Stream<Tree> reason(Caller maker) {
    return Agents.purpose(maker).stream();
  }

  private static Json activity(Json.Obj stated, Recorded commit, List<Fact> facts) {
    Json.Obj sent =
        stated.get("activity").orElse(Json.NULL) instanceof Json.Obj o ? o : Json.Obj.EMPTY;
    var codings = new ArrayList<>(sent.items("coding"));
    codings.add(operation(commit).json());
    facts.stream()
        .filter(fact -> !(fact.event() instanceof ProvenanceStated))
        .map(Fact::name)
        .distinct()
        .forEach(name -> codings.add(Tree.of("system", FACTS).put("code", name).json()));
    return sent.with("coding", new Json.Arr(codings));
  }

  private static Tree operation(Recorded commit) {
    String code =
        switch (commit.method()) {
          case DELETE -> "DELETE";
          case POST, PUT, PATCH -> commit.version() == 1 ? "CREATE" : "UPDATE";
        };
    String display = code.equals("UPDATE") ? "revise" : code.toLowerCase(Locale.ROOT);
    return Tree.coding("http://terminology.hl7.org/CodeSystem/v3-DataOperation", code, display);
  }

  private static Stream<Tree> agents(Optional<Caller> maker) {
    Caller caller = maker.orElse(Caller.ITSELF);
    if (caller.equals(Caller.ITSELF)) {
      return Stream.of(agent("assembler", "Assembler", Agents.ourselves()));
    }
    Tree author =
        agent(
            "author",
            "Author",
            caller.user().isEmpty() ? Agents.unknown() : Agents.who(caller.user()));
    if (!caller.onBehalfOf().isEmpty()) {
      author.put("onBehalfOf", Agents.who(caller.onBehalfOf()));
    }
    Stream<Tree> program =
        caller.client().isEmpty()
            ? Stream.of()
            : Stream.of(agent("assembler", "Assembler", Agents.who(caller.client())));
    return Stream.concat(Stream.of(author), program);
  }

  private static Tree agent(String code, String display, Tree who) {
    return new Tree().put("type", Tree.concept(ROLE, code, display)).put("who", who);
  }

  private static Json array(Tree only) {
    return new Json.Arr(List.of(only.json()));
  }
}

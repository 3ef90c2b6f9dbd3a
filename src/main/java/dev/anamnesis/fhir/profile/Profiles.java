package dev.anamnesis.fhir.profile;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.IssueKind;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The profiles that were loaded (https://hl7.org/fhir/R4/profiling.html), and the validator that
 * knows them; without any there is no validator.
 */
public final class Profiles {

  private static final String R4S_OWN = "http://hl7.org/fhir/StructureDefinition/";

  private final ProfileRule rule;
  private final List<Artefact> profiles;
  private final Optional<WarmedUp> validator;

  /**
   * @param validator empty where there is nothing to validate against
   */
  Profiles(ProfileRule rule, List<Artefact> profiles, Optional<WarmedUp> validator) {
    this.rule = rule;
    this.profiles = List.copyOf(profiles);
    this.validator = validator;
  }

  public static Profiles none() {
    return new Profiles(ProfileRule.OFF, List.of(), Optional.empty());
  }

  /** Returns at once: the validator is made meanwhile, and only those who need it wait for it. */
  public static Profiles of(ProfileRule rule, List<Artefact> loaded) {
    List<Artefact> profiles =
        loaded.stream().filter(artefact -> artefact.constrains().isPresent()).toList();
    return new Profiles(rule, profiles, Optional.of(WarmedUp.start(loaded, profiles)));
  }

  /** What is wrong with a resource as its declared profiles have it. */
  public List<Problem> declared(StreamId stream, Elements stated) {
    if (rule == ProfileRule.OFF) return List.of();
    var problems = new ArrayList<Problem>();
    var known = new ArrayList<String>();
    List<String> canonicals = canonicals(stated);
    for (int at = 0; at < canonicals.size(); at++) {
      String canonical = canonicals.get(at);
      if (find(canonical, stream.type()).isPresent()) known.add(canonical);
      else if (rule == ProfileRule.STRICT && !isR4s(canonical, stream.type())) {
        problems.add(unknown("%s.meta.profile[%d]".formatted(stream.type(), at)));
      }
    }
    if (!known.isEmpty()) problems.addAll(against(known, stream, stated));
    return problems;
  }

  private static Problem unknown(String expression) {
    return new Problem(
        IssueKind.VALUE,
        "profile-unknown",
        expression,
        "The profile is not loaded here, and this server takes declared profiles only if they are.");
  }

  /** What is wrong with a resource as this profile has it, whether it declares it or not. */
  public List<Problem> against(String canonical, StreamId stream, Elements stated) {
    return isR4s(canonical, stream.type())
        ? List.of()
        : against(List.of(canonical), stream, stated);
  }

  private List<Problem> against(List<String> canonicals, StreamId stream, Elements stated) {
    String members = stated.json().substring(1);
    String comma = members.length() > 1 ? "," : "";
    String json =
        "{\"resourceType\":\"%s\",\"id\":\"%s\"".formatted(stream.type(), stream.id())
            + comma
            + members;
    return validator.orElseThrow().get().problems(json, canonicals);
  }

  /** Whether a resource of the type can be validated against it. */
  public boolean knows(String canonical, String type) {
    return isR4s(canonical, type) || find(canonical, type).isPresent();
  }

  private Optional<Artefact> find(String canonical, String type) {
    return profiles.stream()
        .filter(profile -> profile.is(canonical))
        .filter(profile -> profile.constrains().equals(Optional.of(type)))
        .findFirst();
  }

  /** R4's own definition of the type is kept by all that is written. */
  private static boolean isR4s(String canonical, String type) {
    String url = canonical.replaceFirst("\\|4\\.0\\.[01]$", "");
    return url.equals(R4S_OWN + type)
        || url.equals(R4S_OWN + "DomainResource")
        || url.equals(R4S_OWN + "Resource");
  }

  private static List<String> canonicals(Elements stated) {
    var canonicals = new ArrayList<String>();
    if (stated.get("meta").map(Json::parse).orElse(Json.NULL) instanceof Json.Obj meta) {
      for (Json profile : meta.items("profile")) {
        if (profile instanceof Json.Text(String canonical)) canonicals.add(canonical);
        else canonicals.add("");
      }
    }
    return canonicals;
  }
}

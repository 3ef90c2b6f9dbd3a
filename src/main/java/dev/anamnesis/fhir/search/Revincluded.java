package dev.anamnesis.fhir.search;

import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.fhir.provenance.DerivedProvenance.Derived;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Query.Include;
import dev.anamnesis.projection.search.Searches.Answer.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds what is derived of a page's matches, where {@code _revinclude=Provenance:target} asks. */
final class Revincluded {

  /** With what is included of clients' own; more are left out and the answer says so. */
  private static final int MOST = 2_000;

  /** Parameters of Provenance whose references are targets. */
  private static final Set<String> CODES = Set.of("target", "patient");

  private static final Set<String> AGENTS =
      Set.of(
          "Device", "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson");

  private Revincluded() {}

  static SearchBundle.Content with(DerivedProvenance derived, List<Include> includes, Page page) {
    var content = SearchBundle.Content.of(page);
    List<Long> streams =
        page.matches().stream()
            .filter(match -> includes.stream().anyMatch(include -> isMeant(include, match)))
            .map(match -> match.recorded().born())
            .toList();
    Set<String> agents =
        page.matches().stream()
            .filter(match -> includes.stream().anyMatch(include -> isAgent(include, match)))
            .map(match -> match.recorded().stream().path())
            .collect(Collectors.toSet());
    if (streams.isEmpty() && agents.isEmpty()) return content;
    int room = MOST - Math.min(MOST, content.included().size());
    var byPath = new LinkedHashMap<String, Derived>();
    derived.of(streams, page.position(), room + 1).forEach(one -> byPath.put(one.path(), one));
    derived.by(agents, page.position(), room + 1).forEach(one -> byPath.put(one.path(), one));
    List<Derived> found = List.copyOf(byPath.values());
    var included = new ArrayList<>(content.included());
    found.stream()
        .limit(room)
        .forEach(each -> included.add(new SearchBundle.Entry(each.path(), each.json())));
    return new SearchBundle.Content(
        content.matches(), included, content.total(), content.cut() || found.size() > room);
  }

  private static boolean isAgent(Include include, Version match) {
    String type = match.recorded().stream().type();
    return refers(include, Set.of("agent"), type) && AGENTS.contains(type);
  }

  private static boolean isMeant(Include include, Version match) {
    String type = match.recorded().stream().type();
    return refers(include, CODES, type)
        && (include.code().filter("patient"::equals).isEmpty() || type.equals("Patient"));
  }

  /** Whether it asks for Provenances that refer to the type by one of the parameters. */
  private static boolean refers(Include include, Set<String> codes, String type) {
    return include.reverse()
        && include.source().filter("Provenance"::equals).isPresent()
        && include.code().filter(code -> !codes.contains(code)).isEmpty()
        && include.isTo(type);
  }
}

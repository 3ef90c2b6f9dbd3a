package dev.anamnesis.fhir.provenance;

import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.provenance.DerivedProvenance.Derived;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Query.Include;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code _include} adds to derived Provenances: the resources they point at, as they are now.
 */
public final class PointedAt {

  private static final Pattern REFERENCE =
      Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[0-9]+)?");

  private final Resources resources;

  public PointedAt(Resources resources) {
    this.resources = resources;
  }

  /** What was deleted is not there to be included. */
  public List<Version> by(List<Derived> provenances, List<Include> includes) {
    var streams = new LinkedHashSet<StreamId>();
    for (Include include : includes) {
      for (Derived each : provenances) streams.addAll(streams(each, include));
    }
    var found = new ArrayList<Version>();
    for (StreamId stream : streams) {
      resources.current(stream).filter(version -> version.json().isPresent()).ifPresent(found::add);
    }
    return found;
  }

  private static Set<StreamId> streams(Derived provenance, Include include) {
    if (include.source().filter(type -> !type.equals("Provenance")).isPresent()) return Set.of();
    var all = (Json.Obj) Json.parse(provenance.json());
    String code = include.code().orElse("");
    var streams = new LinkedHashSet<StreamId>();
    if (code.isEmpty() || code.equals("target")) add(streams, all.items("target"), "");
    if (code.equals("patient")) add(streams, all.items("target"), "Patient");
    if (code.isEmpty() || code.equals("agent")) add(streams, inner(all, "agent", "who"), "");
    if (code.isEmpty() || code.equals("entity")) add(streams, inner(all, "entity", "what"), "");
    if (code.isEmpty() || code.equals("location")) {
      all.get("location").ifPresent(place -> add(streams, List.of(place), ""));
    }
    streams.removeIf(stream -> !include.isTo(stream.type()));
    return streams;
  }

  private static List<Json> inner(Json.Obj of, String list, String name) {
    return of.items(list).stream()
        .flatMap(item -> item instanceof Json.Obj object ? object.get(name).stream() : Stream.of())
        .toList();
  }

  private static void add(Set<StreamId> to, List<Json> references, String type) {
    for (Json reference : references) {
      if (!(reference instanceof Json.Obj object)) continue;
      Matcher path = REFERENCE.matcher(object.string("reference").orElse(""));
      if (!path.matches() || !type.isEmpty() && !path.group(1).equals(type)) continue;
      to.add(new StreamId(path.group(1), path.group(2)));
    }
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.domain.ProvenanceStated;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps whom stated provenances name as agents, so that commits are found by them. */
public final class StatedAgents implements CommitListener {

  /** Longer names, in characters, are not found by; an index has its bounds. */
  private static final int LONGEST = 500;

  private record Named(Set<String> agents) implements Share {}

  private record Row(String agent, long position) {}

  @Override
  public Share prepare(Commit commit) {
    return commit.events().getLast() instanceof ProvenanceStated(String json)
        ? new Named(named((Json.Obj) Json.parse(json)))
        : NOTHING;
  }

  /** By reference without version, or by the value of an identifier. */
  private static Set<String> named(Json.Obj provenance) {
    var names = new LinkedHashSet<String>();
    for (Json agent : provenance.items("agent")) {
      Optional<Json.Obj> who = object(agent, "who");
      who.flatMap(reference -> reference.string("reference"))
          .ifPresent(text -> names.add(text.replaceFirst("/_history/.*", "")));
      who.flatMap(reference -> object(reference, "identifier"))
          .flatMap(identifier -> identifier.string("value"))
          .ifPresent(names::add);
    }
    names.removeIf(name -> name.length() > LONGEST);
    return names;
  }

  private static Optional<Json.Obj> object(Json of, String name) {
    return of instanceof Json.Obj object && object.get(name).orElse(Json.NULL) instanceof Json.Obj o
        ? Optional.of(o)
        : Optional.empty();
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var rows = new ArrayList<Row>();
    for (Entry entry : batch) {
      if (!(entry.share() instanceof Named(Set<String> agents))) continue;
      for (String agent : agents) rows.add(new Row(agent, entry.recorded().position()));
    }
    if (rows.isEmpty()) return;
    to.add(
            """
            insert into read.stated_agents (agent, position)
            select * from unnest(:agents, :positions)
            """)
        .bind("agents", Columns.texts(rows, Row::agent))
        .bind("positions", Columns.longs(rows, Row::position));
  }
}

package dev.anamnesis.projection;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.patient.Merge;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.r4.search.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps which patients' records are one person's: who was merged into whom, at every remove, and
 * between which positions, so that a search by the patient finds what refers to the records that
 * were given up. Either record may say so.
 */
public final class Merges implements CommitListener {

  /** No more records than this are one person's. */
  private static final int MOST = 500;

  /**
   * @param replaced the id of the record that was given up
   * @param survivor the id of the one that is kept
   */
  private record Link(String replaced, String survivor) {}

  private record Said(Set<Link> before, Set<Link> after) implements Share {}

  @Override
  public Share prepare(Commit commit) {
    if (!commit.stream().type().equals("Patient")) return NOTHING;
    String id = commit.stream().id();
    var said = new Said(links(id, commit.before()), links(id, commit.after()));
    return said.before().equals(said.after()) ? NOTHING : said;
  }

  private static Set<Link> links(String id, Existence existence) {
    return switch (existence) {
      case Existence.Present(Elements patient) -> {
        var links = new HashSet<Link>();
        Merge.replacedBy(patient).ifPresent(survivor -> links.add(new Link(id, survivor)));
        Merge.replaced(patient).stream().limit(MOST).forEach(r -> links.add(new Link(r, id)));
        yield links;
      }
      case Existence.Absent() -> Set.of();
      case Existence.Removed(var last) -> Set.of();
    };
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    for (Entry entry : batch) {
      if (entry.share() instanceof Said said) change(to, entry, said);
    }
  }

  private static void change(Appending to, Entry entry, Said said) {
    say(to, entry.recorded().born(), said.after());
    var touched = new TreeSet<String>();
    for (Set<Link> links : List.of(said.before(), said.after())) {
      for (Link link : links) touched.addAll(List.of(link.replaced(), link.survivor()));
    }
    List<String> persons = persons(to, touched);
    Set<Link> are = steps(direct(to, persons));
    Set<Link> were = held(to, persons);
    long position = entry.recorded().position();
    end(to, without(were, are), position);
    begin(to, without(are, were), position);
  }

  private static void say(Appending to, long stream, Set<Link> links) {
    to.update("delete from read.merge_links where stream = :stream")
        .bind("stream", stream)
        .execute();
    to.update(
            """
            insert into read.merge_links (stream, replaced, survivor)
            select :stream, replaced, survivor
            from unnest(:replaced, :survivors) as l (replaced, survivor)
            """)
        .bind("stream", stream)
        .bind("replaced", Columns.texts(links, Link::replaced))
        .bind("survivors", Columns.texts(links, Link::survivor))
        .execute();
  }

  /** All records that are linked with these, by any number of steps. */
  private static List<String> persons(Appending to, Set<String> touched) {
    return to.query(
            """
            with recursive near (id) as (
              select unnest(:ids) collate "C"
              union
              select case when l.replaced = n.id then l.survivor else l.replaced end
              from near n
              join read.merge_links l on l.replaced = n.id or l.survivor = n.id
            )
            select id from near limit :most
            """)
        .bind("ids", Columns.texts(touched, id -> id))
        .bind("most", MOST)
        .mapTo(String.class)
        .list();
  }

  private static List<Link> direct(Appending to, List<String> persons) {
    return links(
        to,
        "select distinct replaced, survivor from read.merge_links where replaced = any(:ids) or"
            + " survivor = any(:ids)",
        persons);
  }

  private static Set<Link> held(Appending to, List<String> persons) {
    return new HashSet<>(
        links(
            to,
            """
            select replaced, survivor
            from read.merges
            where until = 9223372036854775807
              and (replaced = any(:ids) or survivor = any(:ids))
            """,
            persons));
  }

  private static List<Link> links(Appending to, String sql, List<String> persons) {
    return to.query(sql)
        .bind("ids", Columns.texts(persons, id -> id))
        .map((row, context) -> new Link(row.getString("replaced"), row.getString("survivor")))
        .list();
  }

  /** Whom each was merged into, and whom those were; a circle ends. */
  private static Set<Link> steps(List<Link> direct) {
    var all = new HashSet<Link>(direct);
    var fresh = new ArrayList<>(direct);
    while (!fresh.isEmpty()) {
      var next = new ArrayList<Link>();
      for (Link link : fresh) {
        for (Link step : direct) {
          var longer = new Link(link.replaced(), step.survivor());
          if (link.survivor().equals(step.replaced()) && all.add(longer)) next.add(longer);
        }
      }
      fresh = next;
    }
    all.removeIf(link -> link.replaced().equals(link.survivor()));
    return all;
  }

  private static Set<Link> without(Set<Link> links, Set<Link> others) {
    var rest = new HashSet<>(links);
    rest.removeAll(others);
    return rest;
  }

  private static void end(Appending to, Set<Link> links, long position) {
    if (links.isEmpty()) return;
    to.update(
            """
            update read.merges m
            set until = :position
            from unnest(:replaced, :survivors) as l (replaced, survivor)
            where m.replaced = l.replaced
              and m.survivor = l.survivor
              and m.until = 9223372036854775807
            """)
        .bind("position", position)
        .bind("replaced", Columns.texts(links, Link::replaced))
        .bind("survivors", Columns.texts(links, Link::survivor))
        .execute();
  }

  private static void begin(Appending to, Set<Link> links, long position) {
    if (links.isEmpty()) return;
    to.update(
            """
            insert into read.merges (survivor, replaced, survivor_ref, replaced_ref, since, until)
            select survivor, replaced, survivor_ref, replaced_ref, :position, 9223372036854775807
            from unnest(:survivors, :replaced, :survivorRefs, :replacedRefs)
              as l (survivor, replaced, survivor_ref, replaced_ref)
            """)
        .bind("position", position)
        .bind("survivors", Columns.texts(links, Link::survivor))
        .bind("replaced", Columns.texts(links, Link::replaced))
        .bind("survivorRefs", Columns.longs(links, l -> Hash.of("Patient/" + l.survivor())))
        .bind("replacedRefs", Columns.longs(links, l -> Hash.of("Patient/" + l.replaced())))
        .execute();
  }
}

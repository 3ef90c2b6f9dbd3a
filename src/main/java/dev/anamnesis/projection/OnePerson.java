package dev.anamnesis.projection;

import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which records are one person's. Of what is no patient's there is but one. */
final class OnePerson {

  /** As of no position in particular: what holds has no end, and this is before that. */
  static final long NOW = Long.MAX_VALUE - 1;

  private final Handle handle;
  private final StreamId owner;

  OnePerson(Handle handle, StreamId owner) {
    this.handle = handle;
    this.owner = owner;
  }

  /** This one and those that were merged into it, as of the position. */
  List<StreamId> records(long position) {
    var records = new ArrayList<StreamId>();
    records.add(owner);
    for (String id : ids("select m.replaced from read.merges m where m.survivor = :id", position)) {
      records.add(new StreamId(owner.type(), id));
    }
    return List.copyOf(records);
  }

  /** All that this one was merged with, either way, as of the position. */
  Set<String> all(long position) {
    var all = new TreeSet<String>();
    all.addAll(ids("select m.replaced from read.merges m where m.survivor = :id", position));
    all.addAll(ids("select m.survivor from read.merges m where m.replaced = :id", position));
    return all;
  }

  private List<String> ids(String sql, long position) {
    if (!owner.type().equals("Patient")) return List.of();
    return handle
        .createQuery(sql + " and m.since <= :position and m.until > :position order by 1")
        .bind("id", owner.id())
        .bind("position", position)
        .mapTo(String.class)
        .list();
  }

  /** The last one recorded at the instant or before; 0 for none. */
  long position(Instant instant) {
    return Moments.at(handle, instant).position();
  }
}

package dev.anamnesis.projection;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.scheduling.Extensions;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Slots;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Keeps whose calendars there are and what they offer. */
public final class Calendars implements CommitListener {

  private record Schedule(SortedSet<String> owners, int capacity) implements Share {}

  private record Slot(String schedule, Optional<Span> span, boolean isFree) implements Share {}

  private record Owned(Entry entry, String actor, int capacity) {}

  private record Offered(Entry entry, Slot slot) {
    Span span() {
      return slot.span().orElseThrow();
    }
  }

  @Override
  public Share prepare(Commit commit) {
    return switch (commit.stream().type()) {
      case "Schedule" ->
          commit.after() instanceof Existence.Present(var schedule)
              ? new Schedule(Occupancy.owners(schedule), Extensions.capacity(schedule))
              : new Schedule(new TreeSet<>(), 1);
      case "Slot" ->
          commit.after() instanceof Existence.Present(var slot)
              ? new Slot(Slots.schedule(slot).orElse(""), Slots.span(slot), Slots.isFree(slot))
              : new Slot("", Optional.empty(), false);
      default -> NOTHING;
    };
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var schedules = new LinkedHashMap<Long, Entry>();
    var slots = new LinkedHashMap<Long, Entry>();
    for (Entry entry : batch) {
      if (entry.share() instanceof Schedule) schedules.put(entry.recorded().born(), entry);
      if (entry.share() instanceof Slot) slots.put(entry.recorded().born(), entry);
    }
    if (!schedules.isEmpty()) own(to, schedules.values());
    if (!slots.isEmpty()) offer(to, slots.values());
  }

  private static void own(Appending to, Collection<Entry> entries) {
    to.add("delete from read.calendars where stream = any(:streams)")
        .bind("streams", Columns.longs(entries, entry -> entry.recorded().born()));
    var rows = new ArrayList<Owned>();
    for (Entry entry : entries) {
      if (!(entry.share() instanceof Schedule(var owners, int capacity))) continue;
      for (String actor : owners) rows.add(new Owned(entry, actor, capacity));
    }
    if (rows.isEmpty()) return;
    to.add(
            """
            insert into read.calendars (stream, actor, schedule, capacity)
            select * from unnest(:streams, :actors, :ids, :capacities)
            """)
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("actors", Columns.texts(rows, Owned::actor))
        .bind("ids", Columns.texts(rows, row -> row.entry().recorded().stream().id()))
        .bind("capacities", Columns.ints(rows, Owned::capacity));
  }

  private static void offer(Appending to, Collection<Entry> entries) {
    to.add("delete from read.slots where stream = any(:streams)")
        .bind("streams", Columns.longs(entries, entry -> entry.recorded().born()));
    var rows = new ArrayList<Offered>();
    for (Entry entry : entries) {
      if (entry.share() instanceof Slot slot && slot.span().isPresent()) {
        rows.add(new Offered(entry, slot));
      }
    }
    if (rows.isEmpty()) return;
    to.add(
            """
            insert into read.slots (stream, slot, schedule, starts, ends, free)
            select stream, slot, schedule,
              timestamptz 'epoch' + starts * interval '1 microsecond',
              timestamptz 'epoch' + ends * interval '1 microsecond',
              free = 1
            from unnest(:streams, :slots, :schedules, :starts, :ends, :free)
              as r (stream, slot, schedule, starts, ends, free)
            """)
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("slots", Columns.texts(rows, row -> row.entry().recorded().stream().id()))
        .bind("schedules", Columns.texts(rows, row -> row.slot().schedule()))
        .bind("starts", Columns.micros(rows, row -> row.span().start()))
        .bind("ends", Columns.micros(rows, row -> row.span().end()))
        .bind("free", Columns.ints(rows, row -> row.slot().isFree() ? 1 : 0));
  }
}

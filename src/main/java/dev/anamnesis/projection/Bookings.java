package dev.anamnesis.projection;

import dev.anamnesis.domain.scheduling.AppointmentEvent;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.Rule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Keeps who is booked when, and lets nobody be booked twice. */
public final class Bookings implements CommitListener {

  /** Stands for no instant. */
  private static final long NONE = Long.MIN_VALUE;

  private final BookedOnce once;
  private final InstantSource clock;

  public Bookings(BookedOnce once, InstantSource clock) {
    this.once = once;
    this.clock = clock;
  }

  private record Told(Occupancy occupancy) implements Share {}

  private record Booking(Entry entry, String actor, Occupancy of) {}

  @Override
  public Share prepare(Commit commit) {
    return commit.stream().type().equals("Appointment")
        ? new Told(Occupancy.of(commit.after()))
        : NOTHING;
  }

  @Override
  public List<Rule> rules(List<Commit> group) {
    return rules(group, new BookedNow(), clock);
  }

  @Override
  public List<Rule> rules(List<Commit> group, Past past) {
    return rules(group, new BookedThen(past), past::at);
  }

  private List<Rule> rules(List<Commit> group, Booked where, InstantSource now) {
    var booked = new GroupBookings(group);
    var rules = new ArrayList<Rule>();
    for (var want : booked.wants()) {
      var judged = new TreeSet<>(want.more());
      judged.removeIf(actor -> !once.covers(actor));
      if (judged.isEmpty() || isAccepted(want.commit())) continue;
      Span span = want.after().span().orElseThrow();
      rules.add(
          new Rule(
              want.index(),
              new BookingGuard(judged, span, booked.beside(want, judged), where, now)));
    }
    return rules;
  }

  private static boolean isAccepted(Commit commit) {
    return commit.events().stream()
        .anyMatch(AppointmentEvent.OverbookingAccepted.class::isInstance);
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var last = new LinkedHashMap<Long, Entry>();
    for (Entry entry : batch) {
      if (entry.share() instanceof Told) last.put(entry.recorded().born(), entry);
    }
    if (last.isEmpty()) return;
    forget(to, last);
    var bookings = new ArrayList<Booking>();
    for (Entry entry : last.values()) {
      if (!(entry.share() instanceof Told(var occupancy))) continue;
      for (String actor : occupancy.actors()) bookings.add(new Booking(entry, actor, occupancy));
    }
    if (!bookings.isEmpty()) book(to, bookings);
  }

  private static void forget(Appending to, Map<Long, Entry> last) {
    var known =
        last.entrySet().stream().filter(e -> e.getValue().recorded().version() > 1).toList();
    if (known.isEmpty()) return;
    to.add("delete from read.bookings where stream = any(:streams)")
        .bind("streams", Columns.longs(known, Map.Entry::getKey));
  }

  private static void book(Appending to, List<Booking> rows) {
    to.add(
            """
            insert into read.bookings (stream, actor, appointment, starts, ends, taken, until)
            select stream, actor, appointment,
              timestamptz 'epoch' + nullif(starts, :none) * interval '1 microsecond',
              timestamptz 'epoch' + nullif(ends, :none) * interval '1 microsecond',
              taken = 1,
              timestamptz 'epoch' + nullif(until, :none) * interval '1 microsecond'
            from unnest(:streams, :actors, :ids, :starts, :ends, :taken, :untils)
              as r (stream, actor, appointment, starts, ends, taken, until)
            """)
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("actors", Columns.texts(rows, Booking::actor))
        .bind("ids", Columns.texts(rows, row -> row.entry().recorded().stream().id()))
        .bind("starts", Columns.longs(rows, row -> micros(row.of().span().map(Span::start))))
        .bind("ends", Columns.longs(rows, row -> micros(row.of().span().map(Span::end))))
        .bind("taken", Columns.ints(rows, row -> row.of().taken() ? 1 : 0))
        .bind("untils", Columns.longs(rows, row -> micros(row.of().until())))
        .bind("none", NONE);
  }

  private static long micros(Optional<Instant> instant) {
    return instant.map(Instants::micros).orElse(NONE);
  }
}

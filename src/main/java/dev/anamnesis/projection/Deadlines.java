package dev.anamnesis.projection;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Work;
import dev.anamnesis.domain.prescribing.PrescriptionStatus;
import dev.anamnesis.domain.scheduling.AppointmentStatus;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.Deadline.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Keeps what falls due by itself. */
public final class Deadlines implements CommitListener {

  private static final Instant AT_ONCE = Instant.EPOCH;

  private final Jdbi jdbi;

  public Deadlines(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param due empty for the instant of the commit
   */
  private record Alarm(Kind kind, Optional<Instant> due) {}

  private record Told(Optional<Alarm> alarm) implements Share {}

  private record Row(Entry entry, Alarm alarm) {
    Instant due() {
      return alarm.due().orElse(entry.recorded().recordedAt());
    }
  }

  @Override
  public Share prepare(Commit commit) {
    return switch (commit.stream().type()) {
      case "Appointment", "MedicationRequest", "Task" ->
          new Told(
              commit.after() instanceof Existence.Present(Elements elements)
                  ? alarm(commit.stream().type(), elements)
                  : Optional.empty());
      default -> NOTHING;
    };
  }

  private static Optional<Alarm> alarm(String type, Elements elements) {
    return switch (type) {
      case "Appointment" -> appointment(elements);
      case "MedicationRequest" ->
          PrescriptionStatus.of(elements) == PrescriptionStatus.DRAFT
              ? Optional.of(new Alarm(Kind.DRAFT, Optional.empty()))
              : Optional.empty();
      default -> Work.process(elements).map(process -> new Alarm(Kind.TASK, Optional.of(AT_ONCE)));
    };
  }

  private static Optional<Alarm> appointment(Elements elements) {
    var occupancy = Occupancy.of(elements);
    if (occupancy.until().isPresent()) return Optional.of(new Alarm(Kind.HOLD, occupancy.until()));
    if (AppointmentStatus.of(elements) != AppointmentStatus.BOOKED) return Optional.empty();
    return occupancy.span().map(span -> new Alarm(Kind.NO_SHOW, Optional.of(span.end())));
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var last = new LinkedHashMap<Long, Entry>();
    for (Entry entry : batch) {
      if (entry.share() instanceof Told) last.put(entry.recorded().born(), entry);
    }
    var known = last.values().stream().filter(e -> e.recorded().version() > 1).toList();
    if (!known.isEmpty()) {
      to.add("delete from read.deadlines where stream = any(:streams)")
          .bind("streams", Columns.longs(known, entry -> entry.recorded().born()));
    }
    var rows = new ArrayList<Row>();
    for (Entry entry : last.values()) {
      if (entry.share() instanceof Told(var alarm)) {
        alarm.map(set -> new Row(entry, set)).filter(Deadlines::isToCome).ifPresent(rows::add);
      }
    }
    if (!rows.isEmpty()) set(to, rows);
  }

  /** Nobody is marked as missing who was booked after the end: that is a record of the past. */
  private static boolean isToCome(Row row) {
    return row.alarm().kind() != Kind.NO_SHOW
        || row.due().isAfter(row.entry().recorded().recordedAt());
  }

  private static void set(Appending to, List<Row> rows) {
    to.add(
            """
            insert into read.deadlines (stream, kind, due, version, resource_type, resource_id)
            select stream, kind, timestamptz 'epoch' + due * interval '1 microsecond', version, type, id
            from unnest(:streams, :kinds, :dues, :versions, :types, :ids)
              as r (stream, kind, due, version, type, id)
            """)
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("kinds", Columns.texts(rows, row -> row.alarm().kind().name()))
        .bind("dues", Columns.micros(rows, Row::due))
        .bind("versions", Columns.ints(rows, row -> row.entry().recorded().version()))
        .bind("types", Columns.texts(rows, row -> row.entry().recorded().stream().type()))
        .bind("ids", Columns.texts(rows, row -> row.entry().recorded().stream().id()));
  }

  /**
   * The one of this kind that is due longest.
   *
   * @param by due at that instant or before
   * @param but streams to pass over
   */
  public Optional<Deadline> due(Kind kind, Instant by, Set<Long> but) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select stream, due, version, resource_type, resource_id
                    from read.deadlines
                    where kind = :kind
                      and due <= :by
                      and not stream = any(:but)
                    order by due, stream
                    limit 1
                    """)
                .bind("kind", kind.name())
                .bind("by", OffsetDateTime.ofInstant(by, ZoneOffset.UTC))
                .bind("but", but.toArray(Long[]::new))
                .map(
                    (row, context) ->
                        new Deadline(
                            kind,
                            new StreamId(
                                row.getString("resource_type"), row.getString("resource_id")),
                            row.getLong("stream"),
                            row.getInt("version"),
                            row.getObject("due", OffsetDateTime.class).toInstant()))
                .findOne());
  }

  /** Ids of a patient's appointments that end after that instant or have no time yet. */
  public List<String> appointmentsAfter(String patient, Instant instant) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select appointment
                    from read.bookings
                    where actor = :actor
                      and (ends is null or ends > :instant)
                    order by stream
                    """)
                .bind("actor", "Patient/" + patient)
                .bind("instant", OffsetDateTime.ofInstant(instant, ZoneOffset.UTC))
                .mapTo(String.class)
                .list());
  }

  /** Ids of a patient's prescriptions that are to be followed, now or once approved. */
  public List<String> livePrescriptions(String patient) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select request
                    from read.prescriptions
                    where patient = :patient
                      and status in ('active', 'on-hold', 'draft')
                    order by stream
                    """)
                .bind("patient", patient)
                .mapTo(String.class)
                .list());
  }
}

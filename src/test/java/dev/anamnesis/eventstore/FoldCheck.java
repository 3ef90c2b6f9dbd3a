package dev.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Decider;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Remark;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.domain.patient.Patient;
import dev.anamnesis.domain.prescribing.Prescription;
import dev.anamnesis.domain.record.ResourceRecord;
import dev.anamnesis.domain.scheduling.Appointment;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.Currents;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.Version;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Folds every stream of a log and compares each version with the body that is served. */
public final class FoldCheck {

  private final Preparation preparation;
  private final Resources resources;
  private StreamId stream = new StreamId("Basic", "none");
  private Existence state = new Existence.Absent();

  private FoldCheck(Jdbi jdbi, Sealer sealer) {
    this.preparation =
        new Preparation(
            new EventCodec(EventTypes.ALL, List.of()), sealer, (transaction, batch) -> {});
    this.resources =
        new Resources(
            jdbi, new ResourceTypes(jdbi), sealer, new ServedVersions(0), new Currents(false, 0));
  }

  private record Stored(Recorded recorded, byte[] payload) {}

  /** Also: positions are dense, and each has its row among the versions. The number of them. */
  public static long check(Jdbi jdbi, Sealer sealer) {
    var check = new FoldCheck(jdbi, sealer);
    List<Stored> commits =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select * from log.commits order by stream, version")
                    .map((row, context) -> new Stored(Rows.recorded(row), row.getBytes("payload")))
                    .list());
    commits.forEach(check::commit);
    long last =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select coalesce(max(position), 0) from log.commits")
                    .mapTo(Long.class)
                    .one());
    long versions =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select count(*)
                        from read.versions v
                        join log.commits c using (position, stream, version, recorded_at, resource_id)
                        where v.system_seq = v.position
                        """)
                    .mapTo(Long.class)
                    .one());
    assertThat((long) commits.size()).isEqualTo(last).isEqualTo(versions);
    return last;
  }

  private void commit(Stored stored) {
    Recorded recorded = stored.recorded();
    if (!recorded.stream().equals(stream)) {
      assertThat(recorded.version()).isEqualTo(1);
      stream = recorded.stream();
      state = new Existence.Absent();
    }
    var events = preparation.events(stream, recorded.version(), stored.payload());
    for (Event event : events) state = evolve(decider(stream.type()), state, event);
    Version served = resources.version(stream, recorded.version()).orElseThrow();
    assertThat(served.recorded()).isEqualTo(recorded);
    assertThat(served.json())
        .isEqualTo(Bodies.stored(state).map(body -> Bodies.served(recorded, body)));
  }

  private static Decider<Existence, ResourceCommand, ? extends Event> decider(String type) {
    return switch (type) {
      case "Patient" -> Patient.DECIDER;
      case "MedicationRequest" -> Prescription.DECIDER;
      case "Appointment" -> Appointment.DECIDER;
      default -> ResourceRecord.DECIDER;
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Event> Existence evolve(
      Decider<Existence, ResourceCommand, E> decider, Existence state, Event event) {
    return event instanceof Remark ? state : decider.evolve(state, (E) event);
  }
}

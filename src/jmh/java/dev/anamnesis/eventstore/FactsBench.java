package dev.anamnesis.eventstore;

import dev.anamnesis.Sample;
import dev.anamnesis.domain.Decision;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.domain.patient.Patient;
import dev.anamnesis.domain.patient.PatientEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Facts: decided, written, read back, folded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FactsBench {

  private static final int VERSIONS = 50;

  private final EventCodec codec = new EventCodec(EventTypes.ALL, List.of());
  private final Elements stated =
      Elements.parse(Sample.PATIENT).without(Set.of("resourceType", "id"));
  private final List<Event> registered = List.copyOf(decided(Patient.DECIDER.initial(), stated));
  private final String payload = codec.write(registered);
  private final List<PatientEvent> life = life();

  private static List<PatientEvent> decided(Existence state, Elements stated) {
    return switch (Patient.DECIDER.decide(state, new ResourceCommand.State(stated))) {
      case Decision.Accepted<PatientEvent> accepted -> accepted.events();
      case Decision.Refused<PatientEvent> refused -> throw new IllegalStateException();
    };
  }

  /** A patient who moved often. */
  private List<PatientEvent> life() {
    var life = new ArrayList<PatientEvent>();
    Existence state = Patient.DECIDER.initial();
    for (int n = 0; n < VERSIONS; n++) {
      var next = Elements.parse(Sample.PATIENT.replace("12 Kungsgatan", n + " Kungsgatan"));
      for (PatientEvent event : decided(state, next.without(Set.of("resourceType", "id")))) {
        life.add(event);
        state = Patient.DECIDER.evolve(state, event);
      }
    }
    return life;
  }

  @Benchmark
  public List<PatientEvent> decide() {
    return decided(new Existence.Absent(), stated);
  }

  @Benchmark
  public String write() {
    return codec.write(registered);
  }

  @Benchmark
  public List<Event> read() {
    return codec.read(payload);
  }

  @Benchmark
  public Existence foldOfFiftyVersions() {
    Existence state = Patient.DECIDER.initial();
    for (PatientEvent event : life) state = Patient.DECIDER.evolve(state, event);
    return state;
  }
}

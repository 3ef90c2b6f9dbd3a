package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.r4.search.SearchParameters;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * A made-up clinic of any size in a database of its own: to each patient three prescriptions, two
 * appointments and five observations, all from one seed.
 */
final class Clinic implements AutoCloseable {

  private static final List<String> FAMILIES =
      List.of("Berg", "Lind", "Holm", "Ek", "Dahl", "Sand");
  private static final List<String> CODES =
      List.of("8480-6", "8462-4", "8867-4", "29463-7", "8310-5");
  private static final int GROUP = 250;

  final Jdbi jdbi;
  final ResourceTypes types;
  final Sealer sealer;
  final Definitions definitions;
  final SearchProjection projection;
  final Searches searches;
  private PostgresEventStore store;
  private final Random random = new Random(7);

  Clinic(Jdbi jdbi, boolean withSearch) {
    this.jdbi = jdbi;
    var vault = TestDatabase.vault(jdbi);
    this.sealer = new Sealer(vault, new SecureRandom());
    this.types = new ResourceTypes(jdbi);
    this.definitions = Definitions.of(jdbi, SearchParameters.R4, "");
    this.projection = new SearchProjection(jdbi, types, definitions);
    this.searches = new Searches(jdbi, types, definitions, sealer, new ServedVersions(0));
    this.store = store(withSearch ? CommitListener.of(projection) : CommitListener.of());
  }

  private PostgresEventStore store(CommitListener listener) {
    return new PostgresEventStore(
        jdbi,
        sealer,
        TestDatabase.vault(jdbi),
        CommitListener.of(new VersionsProjection(types), listener),
        InstantSource.system(),
        PostgresEventStore.PARTITION_SPAN);
  }

  /** From now on rows are written by another. */
  void writing(CommitListener search) {
    store.close();
    store = store(search);
  }

  /**
   * @param patients how many; 11 resources each
   */
  static Clinic of(int patients) {
    var clinic = new Clinic(TestDatabase.fresh(), true);
    clinic.fill(patients);
    clinic.jdbi.useHandle(handle -> handle.execute("vacuum analyze"));
    return clinic;
  }

  static final int SHARED = 500;

  private static final class Shared {
    static final Clinic CLINIC = Clinic.of(SHARED);
  }

  /** One for all tests that only read. */
  static Clinic shared() {
    return Shared.CLINIC;
  }

  Query query(String type, String parameters) {
    Map<String, List<String>> sent = new LinkedHashMap<>();
    for (String pair : parameters.split("&")) {
      String[] sides = pair.split("=", 2);
      sent.computeIfAbsent(sides[0], n -> new ArrayList<>()).add(sides[1]);
    }
    return switch (searches.reader().read(List.of(type), Map.of(), sent, false, "")) {
      case Reading.Understood(Query query) -> query;
      case Reading.NotUnderstood(var why) -> throw new AssertionError(why.words());
    };
  }

  /** Patient by patient, so that an instant in the middle has half of everything. */
  void fill(int patients) {
    var commits = new ArrayList<Commit>();
    for (int n = 0; n < patients; n++) {
      commits.add(commit(id("Patient", n), patient(n)));
      for (int m = 0; m < 3; m++)
        commits.add(commit(id("MedicationRequest", 3 * n + m), prescription(n)));
      for (int m = 0; m < 2; m++) commits.add(commit(id("Appointment", 2 * n + m), appointment(n)));
      for (int m = 0; m < 5; m++) commits.add(commit(id("Observation", 5 * n + m), observation(n)));
      if (commits.size() >= GROUP || n == patients - 1) {
        store.append(Group.of(commits, Optional.empty()));
        commits.clear();
      }
    }
  }

  static StreamId id(String type, int n) {
    return new StreamId(type, type.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + n);
  }

  private static Commit commit(StreamId stream, String members) {
    return commit(
        stream, 0, new Existence.Absent(), new Existence.Present(Elements.parse(members)));
  }

  private static Commit commit(StreamId stream, int base, Existence before, Existence after) {
    Edit edit = before.last().editTo(after.last());
    boolean removed = after instanceof Existence.Removed;
    return new Commit(
        stream,
        base,
        removed ? Method.DELETE : Method.PUT,
        List.of(
            removed
                ? new RecordEvent.ResourceRemoved(new Edit(Elements.NONE, new TreeSet<>()))
                : new RecordEvent.ResourceRecorded(edit)),
        before,
        after);
  }

  /** The next version of a resource. */
  void append(StreamId stream, int base, Existence before, Existence after) {
    store.append(Group.of(List.of(commit(stream, base, before, after)), Optional.empty()));
  }

  static Existence present(String members) {
    return new Existence.Present(Elements.parse(members));
  }

  private String patient(int n) {
    return "{\"active\":true,\"birthDate\":\"%s\",\"gender\":\"%s\",\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"%d\"}],\"name\":[{\"family\":\"%s%d\",\"given\":[\"Anna\"]}],\"telecom\":[{\"system\":\"phone\",\"value\":\"555-%d\"}]}"
        .formatted(
            LocalDate.of(1930, 1, 1).plusDays(random.nextInt(30_000)),
            random.nextBoolean() ? "female" : "male",
            n,
            FAMILIES.get(random.nextInt(6)),
            n % 1000,
            n);
  }

  private String prescription(int patient) {
    return "{\"authoredOn\":\"%s\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"system\":\"http://www.nlm.nih.gov/research/umls/rxnorm\",\"code\":\"%d\"}]},\"requester\":{\"reference\":\"Practitioner/%d\"},\"status\":\"%s\",\"subject\":{\"reference\":\"Patient/p%d\"}}"
        .formatted(
            day(),
            random.nextInt(300),
            random.nextInt(50),
            random.nextInt(3) == 0 ? "active" : "completed",
            patient);
  }

  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

  private LocalDate day() {
    return FIRST.plusDays(random.nextInt(700));
  }

  private String appointment(int patient) {
    LocalDate day = day();
    int hour = 8 + random.nextInt(9);
    return "{\"end\":\"%sT%02d:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Patient/p%d\"},\"status\":\"accepted\"},{\"actor\":{\"reference\":\"Practitioner/%d\"},\"status\":\"accepted\"}],\"start\":\"%sT%02d:00:00Z\",\"status\":\"booked\"}"
        .formatted(day, hour, patient, random.nextInt(50), day, hour);
  }

  private String observation(int patient) {
    return "{\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"vital-signs\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"%s\",\"display\":\"A vital sign\"}]},\"effectiveDateTime\":\"%sT10:00:00Z\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p%d\"},\"valueQuantity\":{\"value\":%d,\"unit\":\"mmHg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"}}"
        .formatted(CODES.get(random.nextInt(5)), day(), patient, 50 + random.nextInt(100));
  }

  @Override
  public void close() {
    store.close();
  }
}

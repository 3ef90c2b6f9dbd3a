package dev.anamnesis.bench;

import dev.anamnesis.bench.Scenario.Load;
import dev.anamnesis.bench.Scenario.Where;
import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What changes something.
 *
 * @param bundles transactions to send, one after the other
 */
final class Writes {

  private static final int CLIENTS_APART = 16;

  private final Seeded seeded;
  private final List<String> bundles;
  private final AtomicLong seeds = new AtomicLong(1_000_000);
  private final AtomicLong newcomers = new AtomicLong();
  private final AtomicInteger sent = new AtomicInteger();

  Writes(Seeded seeded, List<String> bundles) {
    this.seeded = seeded;
    this.bundles = List.copyOf(bundles);
  }

  List<Scenario> all() {
    return List.of(
        Scenario.of(
            "create Patient",
            201,
            n -> {
              var people = people();
              return () -> Call.post("/Patient", people.patient("", newcomer()));
            }),
        Scenario.of(
            "create MedicationRequest",
            201,
            n -> {
              var care = care();
              int[] i = {n};
              return () ->
                  Call.post("/MedicationRequest", care.prescription("", patient(i[0]++), "active"));
            }),
        Scenario.of(
            "create Appointment",
            201,
            n -> {
              var care = care();
              int[] i = {n};
              return () -> Call.post("/Appointment", care.appointment("", patient(i[0]++)));
            }),
        Scenario.of(
            "conditional create",
            201,
            n -> {
              var people = people();
              return () -> conditional(people);
            }),
        Scenario.of(
            "update Patient",
            200,
            n -> {
              var people = people();
              int[] i = {n};
              return () -> update(people, seeded.patient(i[0] += CLIENTS_APART));
            }),
        Scenario.of("transaction of 2", 200, n -> group(n, 1)),
        Scenario.of("transaction of 11", 200, n -> group(n, 10)),
        Scenario.of("Synthea-like bundle", 200, n -> () -> Call.post("", bundle())),
        new Scenario(
            "booking, half of them taken", Where.ANAMNESIS, n -> new Booking(care(), patient(n))));
  }

  private People people() {
    return new People(seeds.incrementAndGet(), seeded.names());
  }

  private Care care() {
    return new Care(seeds.incrementAndGet(), seeded.names(), seeded.diary());
  }

  private String newcomer() {
    return seeded.names().prefix() + "n" + newcomers.incrementAndGet();
  }

  private String patient(int n) {
    return "Patient/" + seeded.patient(n);
  }

  private Call conditional(People people) {
    String mrn = newcomer();
    String header = "If-None-Exist: identifier=" + People.MRN + "|" + mrn;
    return new Call("POST", "/Patient", header, people.patient("", mrn));
  }

  private static Call update(People people, String id) {
    return Call.put("/Patient/" + id, people.patient(id, id));
  }

  /** An encounter and what was observed in it. */
  private java.util.function.Supplier<Call> group(int client, int observations) {
    var care = care();
    int[] i = {client};
    return () -> {
      String patient = patient(i[0]++);
      var group = new Group().post(0, "Encounter", care.encounter("", patient));
      for (int o = 1; o <= observations; o++) {
        group.post(o, "Observation", care.observation("", patient, Group.reference(0)));
      }
      return Call.post("", group.json());
    };
  }

  private String bundle() {
    return bundles.get(Math.floorMod(sent.getAndIncrement(), bundles.size()));
  }

  /** Books a time that is free, then tries to book it for another: 409. */
  private static final class Booking implements Load {
    private static final Form BOOK =
        new Form(
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"appointment-resource\",\"resource\":%s}]}");

    private final Care care;
    private final String patient;
    private String last = "";
    private boolean again;

    Booking(Care care, String patient) {
      this.care = care;
      this.patient = patient;
    }

    @Override
    public Call next() {
      if (!again) last = BOOK.fill(care.appointment("", patient));
      return Call.post("/Appointment/$book", last);
    }

    @Override
    public int counts(Reply reply) {
      boolean meant = again ? reply.status() == 409 : reply.status() / 100 == 2;
      again = !again;
      return meant ? 1 : 0;
    }
  }
}

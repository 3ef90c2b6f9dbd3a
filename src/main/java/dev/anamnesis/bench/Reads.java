package dev.anamnesis.bench;

import dev.anamnesis.bench.Scenario.Where;
import dev.anamnesis.bench.Wire.Call;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What asks and changes nothing. */
record Reads(Seeded seeded) {

  /** How far the walks of two clients are apart. */
  private static final int APART = 37;

  List<Scenario> all() {
    var seen = new AtomicReference<>(seeded.then());
    return List.of(
        get("read Patient", this::patient),
        get("vread Patient", i -> patient(i) + "/_history/1"),
        Scenario.of("read, not modified (304)", 304, n -> walk(n, this::unchanged)),
        get("instance history of 50", i -> "/Patient/" + busy() + "/_history?_count=50"),
        get("type history page of 100", i -> "/Patient/_history?_count=100"),
        get("system history page of 100", i -> "/_history?_count=100"),
        get("search: identifier", i -> "/Patient?identifier=" + mrn(i)),
        get(
            "search: name and birth date, page of 20",
            i -> "/Patient?family=berg&" + born(i) + "&_count=20"),
        get(
            "search: MedicationRequest by patient and status",
            i -> "/MedicationRequest?patient=" + seeded.patient(i) + "&status=active"),
        get(
            "search: Appointment by date, sorted, page of 50",
            i -> "/Appointment?" + Diary.week(i) + "&_sort=date&_count=50"),
        get("search: chain", i -> "/MedicationRequest?patient.identifier=" + mrn(i)),
        get(
            "search: include",
            i ->
                "/MedicationRequest?patient="
                    + seeded.patient(i)
                    + "&_include=MedicationRequest:patient"),
        get(
            "search: revinclude",
            i -> "/Patient?_id=" + seeded.patient(i) + "&_revinclude=MedicationRequest:patient"),
        get("$everything", i -> patient(i) + "/$everything"),
        get("metadata", i -> "/metadata"),
        new Scenario("full poll, per entry", Where.ANY, n -> new Poll()),
        new Scenario("poll with _since, nothing new", Where.ANY, n -> new Idle(seen)),
        asOf("as-of read", i -> patient(i) + "?_asOf=" + seeded.then()),
        asOf(
            "as-of search",
            i -> "/Patient?family=berg&" + born(i) + "&_count=20&_asOf=" + seeded.then()));
  }

  private static Scenario get(String name, IntFunction<String> path) {
    return Scenario.of(name, 200, n -> walk(n, i -> Call.get(path.apply(i))));
  }

  private static Scenario asOf(String name, IntFunction<String> path) {
    return Scenario.of(name, Where.ANAMNESIS, 200, n -> walk(n, i -> Call.get(path.apply(i))));
  }

  private static Supplier<Call> walk(int client, IntFunction<Call> call) {
    int[] n = {client * APART};
    return () -> call.apply(n[0]++);
  }

  private String patient(int n) {
    return "/Patient/" + seeded.patient(n);
  }

  private String busy() {
    return seeded.names().busy();
  }

  private String mrn(int n) {
    return People.MRN + "%7C" + seeded.patient(n);
  }

  private Call unchanged(int n) {
    return new Call("GET", "/Patient/" + seeded.still(n), "If-None-Match: W/\"1\"", "");
  }

  /** A span of forty years. */
  private static String born(int n) {
    int year = 1930 + Math.floorMod(n, 50);
    return "birthdate=ge" + year + "&birthdate=lt" + (year + 40);
  }
}

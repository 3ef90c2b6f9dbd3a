package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One kind of load.
 *
 * @param client makes what one of the clients sends, by its number
 */
record Scenario(String name, IntFunction<Load> client) {

  /** What one client does, over and over. */
  interface Load {
    Call next();

    /** How many operations the answer counts as; 0 when it is not the one that was meant. */
    int counts(Reply reply);
  }

  private static Scenario of(String name, int status, IntFunction<Calls> client) {
    return new Scenario(name, number -> load(status, client.apply(number)));
  }

  private interface Calls {
    Call next();
  }

  private static Load load(int status, Calls calls) {
    return new Load() {
      @Override
      public Call next() {
        return calls.next();
      }

      @Override
      public int counts(Reply reply) {
        return reply.status() == status ? 1 : 0;
      }
    };
  }

  /** All of them, on a data set that is there already. */
  static List<Scenario> all(Seeded seeded) {
    return List.of(
        of("create Patient", 201, n -> create(n, People::patient, "/Patient")),
        of(
            "create MedicationRequest",
            201,
            n -> create(n, (p, id) -> p.prescription(id, seeded.patient(n)), "/MedicationRequest")),
        of(
            "create Appointment",
            201,
            n -> create(n, (p, id) -> p.appointment(id, seeded.patient(n)), "/Appointment")),
        of("update Patient", 200, n -> update(n, seeded)),
        of("read Patient", 200, n -> walk(n, i -> Call.get("/Patient/" + seeded.patient(i)))),
        of(
            "vread Patient",
            200,
            n -> walk(n, i -> Call.get("/Patient/" + seeded.patient(i) + "/_history/1"))),
        of(
            "read, not modified (304)",
            304,
            n ->
                walk(
                    n,
                    i ->
                        new Call(
                            "GET", "/Patient/" + seeded.still(i), "If-None-Match: W/\"1\"", ""))),
        of(
            "instance history of 50",
            200,
            n -> walk(n, i -> Call.get("/Patient/" + seeded.busy() + "/_history?_count=50"))),
        of(
            "type history page of 100",
            200,
            n -> walk(n, i -> Call.get("/Patient/_history?_count=100"))),
        of("system history page of 100", 200, n -> walk(n, i -> Call.get("/_history?_count=100"))),
        search("identifier", i -> "Patient?identifier=http://hospital.example.org/mrn%7C" + i),
        search("name and birth date", i -> "Patient?family=berg&birthdate=" + year(i)),
        search(
            "by patient and status",
            i -> "MedicationRequest?patient=" + seeded.patient(i) + "&status=active"),
        search("by date, in order", i -> "Appointment?_sort=date&date=" + day(i)),
        search(
            "chain",
            i -> "MedicationRequest?patient.identifier=http://hospital.example.org/mrn%7C" + i),
        search(
            "revinclude",
            i -> "Patient?_id=" + seeded.patient(i) + "&_revinclude=MedicationRequest:patient"),
        search("page of a type", i -> "Patient?_count=50"),
        new Scenario("full poll, per entry", n -> new Poll()));
  }

  private static Scenario search(String name, IntFunction<String> search) {
    return of("search: " + name, 200, n -> walk(n, i -> Call.get("/" + search.apply(i))));
  }

  private static int year(int n) {
    return 1930 + Math.floorMod(n, 90);
  }

  /** A day that some appointments are on. */
  private static String day(int n) {
    return "%d-%02d-%02d"
        .formatted(2026 + Math.floorMod(n, 3), 1 + Math.floorMod(n, 12), 1 + Math.floorMod(n, 28));
  }

  private interface Body {
    String of(People people, String id);
  }

  private static Calls create(int client, Body body, String path) {
    var people = new People(1000L + client);
    return () -> new Call("POST", path, "", body.of(people, ""));
  }

  private static Calls update(int client, Seeded seeded) {
    var people = new People(2000L + client);
    int[] n = {client};
    return () -> {
      String id = seeded.patient(n[0] += 16);
      return new Call("PUT", "/Patient/" + id, "", people.patient(id));
    };
  }

  private static Calls walk(int client, IntFunction<Call> call) {
    int[] n = {client * 37};
    return () -> call.apply(n[0]++);
  }

  /** Follows the whole system history from its beginning, again and again. */
  private static final class Poll implements Load {
    private static final String START = "/_history?_sort=_lastUpdated&_count=500";
    private static final String RELATION = "\"relation\":\"next\",\"url\":\"";
    private String next = START;

    @Override
    public Call next() {
      return Call.get(next);
    }

    @Override
    public int counts(Reply reply) {
      String page = reply.text();
      int at = page.indexOf(RELATION);
      int start = at + RELATION.length();
      next = at < 0 ? START : page.substring(start, page.indexOf('"', start));
      return page.split("\"lastModified\"", -1).length - 1;
    }
  }
}

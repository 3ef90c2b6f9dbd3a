package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.domain.scheduling.Occupancy;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.RuleTables.Purpose;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rules look at can be made again from the record, beside what is in use. */
class RuleTablesTest {

  private final Jdbi jdbi = TestDatabase.fresh();
  private final Sealer sealer = new Sealer(TestDatabase.vault(jdbi), new SecureRandom());
  private final ResourceTypes types = new ResourceTypes(jdbi);
  private final PostgresEventStore store =
      new PostgresEventStore(
          jdbi,
          sealer,
          TestDatabase.vault(jdbi),
          CommitListener.of(
              new VersionsProjection(types),
              new Bookings(BookedOnce.NOBODY, Clock.systemUTC()),
              new Calendars(),
              new Prescriptions(DuplicateOrders.ALLOWED, new Notices()),
              new Deadlines(jdbi),
              new Merges()),
          Clock.systemUTC(),
          100_000);
  private final Ledger ledger = new Ledger(store, 1 << 20);
  private final RuleTables tables = new RuleTables(jdbi, types, sealer);
  private final Random random = new Random(8);
  private final TreeSet<String> names = new TreeSet<>();

  @AfterEach
  void close() {
    store.close();
  }

  private void write(StreamId stream, ResourceCommand command, Method method) {
    names.add(stream.path());
    ledger.execute(Write.of(stream, command, Expected.ANY, method, Optional.empty()));
  }

  private void state(String type, String id, String json) {
    var command = new ResourceCommand.Load(Elements.parse(json));
    write(new StreamId(type, id), command, Method.PUT);
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private void anything() {
    String id = "n" + random.nextInt(12);
    String actor = one("Practitioner/a", "Practitioner/b", "Location/c", "Patient/p");
    switch (random.nextInt(10)) {
      case 0, 1, 2 ->
          state(
              "Appointment",
              id,
              "{\"status\":\"%s\",\"start\":\"2090-01-%02dT09:00:00Z\",\"end\":\"2090-01-30T09:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"%s\"},\"status\":\"accepted\"},{\"actor\":{\"reference\":\"Patient/q\"},\"status\":\"accepted\"}]}"
                  .formatted(
                      one("booked", "proposed", "cancelled", "arrived"),
                      1 + random.nextInt(28),
                      actor));
      case 3 -> state("Schedule", id, "{\"actor\":[{\"reference\":\"%s\"}]}".formatted(actor));
      case 4 ->
          state(
              "Slot",
              id,
              "{\"schedule\":{\"reference\":\"Schedule/n1\"},\"status\":\"%s\",\"start\":\"2090-01-01T09:00:00Z\",\"end\":\"2090-01-01T09:30:00Z\"}"
                  .formatted(one("free", "busy")));
      case 5, 6 ->
          state(
              "MedicationRequest",
              id,
              "{\"status\":\"%s\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"code\":\"%s\"}]},\"subject\":{\"reference\":\"Patient/p\"},\"priorPrescription\":{\"reference\":\"MedicationRequest/n1\"}}"
                  .formatted(one("draft", "active", "stopped"), one("x", "y")));
      case 7, 8 ->
          state(
              "Patient",
              id,
              "{\"active\":%s%s}"
                  .formatted(
                      one("true", "false"),
                      one(
                          "",
                          ",\"link\":[{\"other\":{\"reference\":\"Patient/n%d\"},\"type\":\"%s\"}]"
                              .formatted(random.nextInt(12), one("replaces", "replaced-by")))));
      default ->
          write(
              new StreamId(
                  one("Appointment", "Schedule", "Slot", "MedicationRequest", "Patient"), id),
              new ResourceCommand.Remove(),
              Method.DELETE);
    }
  }

  private void died() {
    state("Patient", "dead", "{\"active\":true}");
    state("Patient", "dead", "{\"active\":true,\"deceasedBoolean\":true}");
  }

  private Map<String, List<String>> rows() {
    var rows = new TreeMap<String, List<String>>();
    for (String table : RuleTables.NAMES) {
      rows.put(table, texts("select t::text from read." + table + " t order by 1"));
      rows.put(
          table + " indexes",
          texts(
              "select indexdef from pg_indexes where schemaname = 'read' and tablename = '%s' order by 1"
                  .formatted(table)));
    }
    return rows;
  }

  private List<String> texts(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  @Test
  void what_is_made_again_while_others_write_is_what_the_appends_wrote() {
    for (int n = 0; n < 200; n++) anything();
    died();
    var during = new ArrayList<Long>();
    var made =
        tables.rebuild(
            Purpose.REPLACE,
            position -> {
              // Somebody writes between the batches.
              if (during.size() < 3) for (int n = 0; n < 20; n++) anything();
              during.add(position);
            });
    assertThat(made).hasSize(7);
    made.forEach((table, of) -> assertThat(of.rows()).as(table).isPositive());
    made.forEach((table, of) -> assertThat(of.differing()).as(table).isZero());
    assertThat(during).hasSizeGreaterThan(2);
    assertThat(texts("select nspname from pg_namespace where nspname = 'rules_next'")).isEmpty();

    for (int n = 0; n < 40; n++) anything();
    Map<String, List<String>> written = rows();
    tables.rebuild(Purpose.REPLACE, position -> {});
    assertThat(rows()).isEqualTo(written);
    assertThat(texts(BOOKED)).containsExactlyInAnyOrderElementsOf(folded("Appointment"));
    assertThat(texts(ORDERED)).containsExactlyInAnyOrderElementsOf(folded("MedicationRequest"));
  }

  private static final String BOOKED =
      "select appointment || ' ' || actor || ' ' || taken from read.bookings";
  private static final String ORDERED =
      "select request || ' ' || status || ' ' || active from read.prescriptions";

  /** As the events say, folded anew. */
  private List<String> folded(String type) {
    var fresh = new Ledger(store, 0);
    var rows = new TreeSet<String>();
    for (String name : names) {
      String[] parts = name.split("/", -1);
      if (!parts[0].equals(type)) continue;
      Existence state = fresh.standing(new StreamId(type, parts[1])).existence();
      if (!(state instanceof Existence.Present)) continue;
      if (type.equals("Appointment")) {
        var of = Occupancy.of(state);
        for (String actor : of.actors()) rows.add(parts[1] + ' ' + actor + ' ' + of.taken());
      } else {
        var order = Order.of(state);
        rows.add(parts[1] + ' ' + order.status().code() + ' ' + order.isActive());
      }
    }
    return List.copyOf(rows);
  }

  @Test
  void what_is_wrong_is_counted_and_mended_only_where_that_is_asked() {
    for (int n = 0; n < 100; n++) anything();
    Map<String, List<String>> right = rows();
    jdbi.useHandle(
        handle -> {
          handle.execute("delete from read.slots where free");
          handle.execute("update read.bookings set taken = not taken");
          handle.execute("delete from read.merges");
          handle.execute("update read.merge_links set survivor = 'nobody'");
        });
    Map<String, List<String>> wrong = rows();
    int lost = right.get("slots").size() - wrong.get("slots").size();

    var found = tables.rebuild(Purpose.COMPARE, position -> {});
    assertThat(found.get("slots").differing()).isEqualTo(lost).isPositive();
    assertThat(found.get("bookings").differing()).isEqualTo(2L * right.get("bookings").size());
    assertThat(found.get("prescriptions").differing()).isZero();
    assertThat(found.get("merges").differing()).isEqualTo(right.get("merges").size()).isPositive();
    assertThat(found.get("merge_links").differing()).isPositive();
    assertThat(rows()).isEqualTo(wrong);

    tables.rebuild(Purpose.REPLACE, position -> {});
    assertThat(rows()).isEqualTo(right);
    assertThat(tables.rebuild(Purpose.COMPARE, position -> {}).get("slots").differing()).isZero();
  }
}

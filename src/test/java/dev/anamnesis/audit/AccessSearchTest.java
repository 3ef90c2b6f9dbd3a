package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.audit.AccessQuery.Filter;
import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.AccessQuery.Part;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.server.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is asked of the access log is answered as a look at every record would. */
class AccessSearchTest {

  private static final int RECORDS = 12_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Jdbi JDBI = TestDatabase.fresh();
  private static final AccessSearch SEARCH = new AccessSearch(JDBI, () -> {});
  private static List<Recollection> all = List.of();

  /** 40 patients, 60 observations of them and 5 of nobody, then records at random. */
  @BeforeAll
  static void records() {
    JDBI.useHandle(
        handle -> {
          handle.execute("select log.add_partition(0, 1000)");
          for (int at = 1; at <= 105; at++) {
            String type = at <= 40 ? "Patient" : "Observation";
            handle.execute(
                "insert into log.commits select ?, now(), ?, 1, ?, ?, 'PUT', 'x:1', '', ''"
                    .replace("?, now(), ?", at + ", now(), " + at),
                type,
                "r" + at);
            handle.execute(
                "insert into log.streams select ?, ?, " + at + ", 1, " + at, type, "r" + at);
          }
        });
    var table = new AccessTable();
    var references = new References(JDBI);
    var random = new Random(7);
    JDBI.useHandle(
        handle -> {
          for (int at = 1; at <= 105; at++) {
            var made = List.of(line(Interaction.CREATE, at, random, references));
            place(table, handle, START, made);
          }
          for (int batch = 0; batch < RECORDS / 100; batch++) {
            var lines = new ArrayList<Line>();
            for (int i = 0; i < 100; i++) {
              var kinds = Interaction.values();
              lines.add(
                  line(
                      kinds[random.nextInt(kinds.length)],
                      random.nextInt(106),
                      random,
                      references));
            }
            place(table, handle, START.plusSeconds(60L * (batch + 1)), lines);
          }
        });
    all = SEARCH.page(query(List.of(), Order.OLDEST_FIRST, 100_000, Optional.empty())).records();
    assertThat(all).hasSize(RECORDS + 105);
  }

  private static void place(AccessTable table, Handle handle, Instant at, List<Line> lines) {
    var block = new Block(Instants.micros(at), lines);
    handle.useTransaction(each -> table.place(each, List.of(block)));
  }

  private static Line line(Interaction kind, int seen, Random random, References references) {
    var caller =
        new Caller(
            "User" + random.nextInt(5),
            "app" + random.nextInt(3),
            "",
            "",
            "10.0." + random.nextInt(3) + ".1");
    long patient = seen == 0 || seen > 100 ? 0 : seen <= 40 ? seen : (seen - 41) % 40 + 1;
    int[] statuses = {200, 200, 200, 404, 503};
    return new Line(
        kind,
        kind == Interaction.CREATE ? 201 : statuses[random.nextInt(5)],
        caller,
        references.caller(caller),
        seen,
        patient,
        0,
        random.nextInt(3) == 0
            ? new UUID(1, random.nextInt(1000)).toString()
            : "q" + random.nextInt(1000),
        seen == 0 ? "Patient/r" + random.nextInt(50) : "",
        "");
  }

  private static AccessQuery query(
      List<Filter> filters, Order order, int count, Optional<Long> after) {
    return new AccessQuery(Optional.empty(), Optional.empty(), filters, order, count, after);
  }

  /** All pages, both ways, and the count. */
  private static void sameAsLookingAtAll(Predicate<Recollection> holds, Filter... filters) {
    List<Long> expected = all.stream().filter(holds).map(Recollection::position).toList();
    assertThat(paged(List.of(filters), Order.OLDEST_FIRST)).isEqualTo(expected);
    assertThat(paged(List.of(filters), Order.NEWEST_FIRST))
        .isEqualTo(expected.stream().sorted(Comparator.reverseOrder()).toList());
    assertThat(SEARCH.count(query(List.of(filters), Order.OLDEST_FIRST, 1, Optional.empty())))
        .isEqualTo(expected.size());
    assertThat(expected).isNotEmpty();
  }

  private static List<Long> paged(List<Filter> filters, Order order) {
    var positions = new ArrayList<Long>();
    Optional<Long> after = Optional.empty();
    do {
      AccessSearch.Page page = SEARCH.page(query(filters, order, 701, after));
      page.records().forEach(record -> positions.add(record.position()));
      after = page.next();
    } while (after.isPresent());
    return positions;
  }

  @Test
  void by_patient_and_by_several() {
    sameAsLookingAtAll(
        r -> r.patient().equals(Optional.of("r3")), new Filter.Patients(Set.of("r3", "none")));
    sameAsLookingAtAll(
        r -> r.patient().filter(Set.of("r3", "r4")::contains).isPresent(),
        new Filter.Patients(Set.of("r3", "r4")));
  }

  @Test
  void by_agent_name_address_and_action_together() {
    sameAsLookingAtAll(
        r -> r.caller().user().equals("User1") || r.caller().client().equals("app2"),
        new Filter.Agents(Set.of("User1", "app2")));
    sameAsLookingAtAll(
        r -> r.caller().user().equals("User2") && r.kind().action().equals("U"),
        new Filter.AgentNames(Set.of("uSER2")),
        new Filter.Kinds(Interaction.ofAction("U")));
    sameAsLookingAtAll(
        r -> r.caller().address().equals("10.0.1.1"), new Filter.Addresses(Set.of("10.0.1.")));
  }

  @Test
  void by_entity_whatever_the_type_and_also_where_it_was_asked_for_in_vain() {
    for (String id : List.of("Observation/r50", "Observation/r103", "Patient/r7")) {
      var stream = new StreamId(id.split("/", 2)[0], id.split("/", 2)[1]);
      sameAsLookingAtAll(
          r ->
              r.seen().filter(seen -> seen.stream().equals(stream)).isPresent()
                  || r.about().equals(id)
                  || r.patient().map(patient -> "Patient/" + patient).equals(Optional.of(id)),
          new Filter.Entities(Set.of(stream), Set.of()));
    }
  }

  @Test
  void by_outcome_request_and_parts() {
    sameAsLookingAtAll(
        r -> r.status() >= 400, new Filter.Outcomes(Set.of(Outcome.MINOR, Outcome.SERIOUS)));
    sameAsLookingAtAll(r -> r.request().equals("q17"), new Filter.Requests(Set.of("q17")));
    String uuid = new UUID(1, 5).toString();
    sameAsLookingAtAll(r -> r.request().equals(uuid), new Filter.Requests(Set.of(uuid)));
    sameAsLookingAtAll(
        r -> r.request().equals(uuid) || r.request().equals("q3"),
        new Filter.Requests(Set.of("q3", uuid)));
    sameAsLookingAtAll(r -> r.patient().isPresent(), new Filter.Shown(Set.of(Part.PATIENT)));
    sameAsLookingAtAll(r -> r.kind().isSearch(), new Filter.Shown(Set.of(Part.QUERY)));
  }

  @Test
  void by_date_from_the_first_instant_to_before_the_last() {
    Instant since = START.plusSeconds(60 * 7);
    Instant before = START.plusSeconds(60 * 9);
    var page =
        SEARCH.page(
            new AccessQuery(
                Optional.of(since),
                Optional.of(before),
                List.of(),
                Order.OLDEST_FIRST,
                1000,
                Optional.empty()));
    assertThat(page.records())
        .isEqualTo(
            all.stream()
                .filter(r -> !r.recordedAt().isBefore(since) && r.recordedAt().isBefore(before))
                .toList());
    assertThat(page.records()).hasSize(200);
  }

  private static String plan(Filter filter) {
    JDBI.useHandle(handle -> handle.execute("analyze audit.access"));
    var query = query(List.of(filter), Order.NEWEST_FIRST, 50, Optional.empty());
    return JDBI.withHandle(
        handle ->
            String.join(
                "\n", AccessSearch.select(handle, query, "explain").mapTo(String.class).list()));
  }

  @Test
  void what_was_done_under_a_request_is_read_by_its_index() {
    String uuid = "00000000-0000-0001-0000-00000000000a";
    assertThat(plan(new Filter.Requests(Set.of(uuid)))).contains("access_0_expr_idx");
    assertThat(plan(new Filter.Requests(Set.of("q7")))).contains("access_0_request_name_idx");
    assertThat(plan(new Filter.Requests(Set.of(uuid, "q7"))))
        .contains("access_0_expr_idx", "access_0_request_name_idx");
  }

  @Test
  void a_patients_page_is_read_by_the_patients_index() {
    assertThat(plan(new Filter.Patients(Set.of("r3")))).contains("patient_expr_idx");
  }
}

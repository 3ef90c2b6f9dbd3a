package dev.anamnesis.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.LiveSpan.Bounds;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What was live at a position, where nearly nothing of the log is. */
class LiveSpanTest {

  /** 100 resources that are written once, then ten that are written by turns, or deleted. */
  private static final String MADE =
      """
      insert into read.versions
        (position, stream, type_seq, system_seq, recorded_at, version, type, method, status, resource_id, body, alive)
      select p,
        case when p <= 100 then p else 101 + (p - 101) % 10 end,
        p, p, timestamptz '2026-01-01' + p * interval '1 second',
        case when p <= 100 then 1 else 1 + (p - 101) / 10 end,
        t.code, 1,
        case when p <= 110 then 201 when (p - 101) / 10 % 5 = 4 then 204 when (p - 101) / 10 % 5 = 0 then 201 else 200 end,
        'r', null, 0
      from generate_series(1, 30000) p
      join read.resource_types t on t.name = case when p % 2 = 0 then 'Basic' else 'Flag' end
      """;

  private static List<Long> positions(List<Stored> found) {
    return found.stream().map(stored -> stored.recorded().position()).toList();
  }

  private static List<Long> pages(LiveSpan live, boolean newestFirst, VersionRows rows) {
    var all = new ArrayList<Long>();
    long lowest = 1;
    long highest = live.base();
    while (true) {
      var bounds = new Bounds(lowest, highest, 17);
      List<Long> page =
          positions(newestFirst ? live.newestFirst(bounds, rows) : live.oldestFirst(bounds, rows));
      all.addAll(page);
      if (page.size() < 17) return all;
      if (newestFirst) highest = page.getLast() - 1;
      else lowest = page.getLast() + 1;
    }
  }

  @Test
  void it_is_the_same_whether_it_is_walked_or_gathered() {
    Jdbi jdbi = TestDatabase.fresh();
    var types = new ResourceTypes(jdbi);
    var sealer = new Sealer(TestDatabase.vault(jdbi), new SecureRandom());
    var rows = new VersionRows(types, sealer, new ServedVersions(0));
    try (Handle handle = jdbi.open()) {
      handle.execute(MADE);
      handle.execute(
          """
          update read.versions v set alive = counted.alive
          from (
            select position, sum(case status when 201 then 1 when 204 then -1 else 0 end)
              over (partition by type order by position) as alive
            from read.versions
          ) counted
          where counted.position = v.position
          """);
      handle.execute(
          """
          insert into log.streams (resource_type, resource_id, stream, version, position)
          select case when stream % 2 = 0 then 'Basic' else 'Flag' end, 's' || stream, stream, 1, stream
          from generate_series(1, 110) stream
          """);
      handle.execute("analyze");
      List<Integer> all = types.names().stream().map(name -> (int) types.code(name)).toList();
      for (long base : new long[] {50, 12_345, 30_000}) {
        for (LiveSpan live :
            List.of(
                new LiveSpan(handle, all, true, base),
                new LiveSpan(handle, List.of((int) types.code("Flag")), false, base))) {
          var whole = new Bounds(1, base, 1000);
          for (String order : List.of("asc", "desc")) {
            List<Long> walked = positions(live.walked(order, whole, rows));
            assertThat(positions(live.gathered(order, whole, rows))).isEqualTo(walked);
            assertThat(pages(live, order.equals("desc"), rows)).isEqualTo(walked);
            assertThat((long) walked.size()).isEqualTo(live.count()).isPositive();
          }
        }
      }
    }
  }
}

package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A poller that has caught up: it asks for what came since the last instant it or another one saw.
 * Before that it goes through what there is, which is for the warm-up to do.
 */
final class Idle implements Scenario.Load {

  private static final byte[] LAST_UPDATED = Find.text("\"lastUpdated\":\"");

  private final AtomicReference<String> seen;

  /**
   * @param seen the latest instant any of the pollers saw
   */
  Idle(AtomicReference<String> seen) {
    this.seen = seen;
  }

  @Override
  public Call next() {
    String since = seen.get().replace("+", "%2B");
    return Call.get("/_history?_sort=_lastUpdated&_count=500&_since=" + since);
  }

  /** The Bundle's own instant comes first, and the version that was seen last comes again. */
  @Override
  public int counts(Reply reply) {
    if (reply.status() != 200) return 0;
    if (reply.count(LAST_UPDATED) > 2) seen.accumulateAndGet(newest(reply.text()), Idle::later);
    return 1;
  }

  private static String later(String one, String other) {
    return OffsetDateTime.parse(one).isAfter(OffsetDateTime.parse(other)) ? one : other;
  }

  private static String newest(String page) {
    int at = page.lastIndexOf("\"lastUpdated\":\"") + 15;
    return page.substring(at, page.indexOf('"', at));
  }
}

package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;

/**
 * A poller that has caught up: it asks for what came since the last instant it saw. Before that it
 * goes through what there is.
 */
final class Idle implements Scenario.Load {

  private static final byte[] LAST_UPDATED = Find.text("\"lastUpdated\":\"");

  private String since;

  Idle(String since) {
    this.since = since;
  }

  @Override
  public Call next() {
    return Call.get("/_history?_sort=_lastUpdated&_count=500&_since=" + since.replace("+", "%2B"));
  }

  /** The Bundle's own instant comes first, and the version that was seen last comes again. */
  @Override
  public int counts(Reply reply) {
    if (reply.status() != 200) return 0;
    if (reply.count(LAST_UPDATED) > 2) since = newest(reply.text());
    return 1;
  }

  private static String newest(String page) {
    int at = page.lastIndexOf("\"lastUpdated\":\"") + 15;
    return page.substring(at, page.indexOf('"', at));
  }
}

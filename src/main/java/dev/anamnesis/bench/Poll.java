package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;

/**
 * Follows the whole system history from its beginning, again and again; an entry is an operation.
 */
final class Poll implements Scenario.Load {

  private static final byte[] NEXT = Find.text("\"relation\":\"next\",\"url\":\"");
  private static final byte[] ENTRY = Find.text("\"fullUrl\"");

  private static final String START = "/_history?_sort=_lastUpdated&_count=500";

  private String next = START;

  @Override
  public Call next() {
    return Call.get(next);
  }

  @Override
  public int counts(Reply reply) {
    if (reply.status() != 200) {
      next = START;
      return 0;
    }
    String further = reply.after(NEXT);
    next = further.isEmpty() ? START : further.replace("&amp;", "&");
    return reply.count(ENTRY);
  }
}

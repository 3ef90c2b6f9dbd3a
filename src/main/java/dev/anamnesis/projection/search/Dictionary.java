package dev.anamnesis.projection.search;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.r4.search.Hash;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which codes the dictionary holds already. Only what was seen there, committed, is remembered: a
 * code that is not sure to be there is written again, which changes nothing.
 */
final class Dictionary {

  private static final long MOST = 200_000;

  private final Jdbi jdbi;
  private final Cache<Long, Boolean> known = Caches.cache().maximumSize(MOST).build();

  /**
   * Looked for a moment ago and not there: a large transaction says the same code many times before
   * the first of them is committed.
   */
  private final Cache<Long, Boolean> asked =
      Caches.cache().maximumSize(MOST).expireAfterWrite(Duration.ofSeconds(5)).build();

  Dictionary(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  record Unknown(List<Row.Code> codes, List<Row.Label> labels) {}

  Unknown unknown(RowSet set) {
    var codes = set.codes.stream().filter(code -> !isKnown(code.key())).toList();
    var labels = set.labels.stream().filter(label -> !isKnown(id(label))).toList();
    var askedCodes = codes.stream().filter(code -> !isAsked(code.key())).toList();
    var askedLabels = labels.stream().filter(label -> !isAsked(id(label))).toList();
    if (!askedCodes.isEmpty() || !askedLabels.isEmpty()) {
      jdbi.useHandle(handle -> look(handle, askedCodes, askedLabels));
    }
    return new Unknown(
        codes.stream().filter(code -> !isKnown(code.key())).toList(),
        labels.stream().filter(label -> !isKnown(id(label))).toList());
  }

  private boolean isAsked(long id) {
    return asked.getIfPresent(id) != null;
  }

  private boolean isKnown(long id) {
    return known.getIfPresent(id) != null;
  }

  private static long id(Row.Label label) {
    return Hash.of(label.key(), label.norm());
  }

  private void look(Handle handle, List<Row.Code> codes, List<Row.Label> labels) {
    codes.forEach(code -> asked.put(code.key(), true));
    labels.forEach(label -> asked.put(id(label), true));
    if (!codes.isEmpty()) {
      handle
          .createQuery("select key from search.codes where key = any(:keys)")
          .bind("keys", Columns.longs(codes, Row.Code::key))
          .mapTo(Long.class)
          .forEach(key -> known.put(key, true));
    }
    if (labels.isEmpty()) return;
    handle
        .createQuery(
            """
            select l.key, l.norm
            from unnest(:sources, :norms, :keys) as r (source, norm, key)
            join search.labels l on l.source = r.source and l.norm = r.norm and l.key = r.key
            """)
        .bind("sources", Columns.longs(labels, Row.Label::source))
        .bind("norms", Columns.texts(labels, Row.Label::norm))
        .bind("keys", Columns.longs(labels, Row.Label::key))
        .map((row, context) -> Hash.of(row.getLong("key"), row.getString("norm")))
        .forEach(id -> known.put(id, true));
  }

  /** Another set of rows is in use: nothing is known of it. */
  void forget() {
    known.invalidateAll();
    asked.invalidateAll();
  }
}

package dev.anamnesis.projection.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.r4.search.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Which codes the dictionary holds already. Only what was seen there, committed, is remembered: a
 * code that is not sure to be there is written again, which changes nothing.
 */
final class Dictionary {

  private static final long MOST = 200_000;

  private final Jdbi jdbi;
  private final Cache<Long, Boolean> known = Caffeine.newBuilder().maximumSize(MOST).build();

  Dictionary(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  record Unknown(List<Row.Code> codes, List<Row.Label> labels) {}

  Unknown unknown(RowSet set) {
    var codes = set.codes.stream().filter(code -> !isKnown(code.key())).toList();
    var labels = set.labels.stream().filter(label -> !isKnown(id(label))).toList();
    if (codes.isEmpty() && labels.isEmpty()) return new Unknown(codes, labels);
    return jdbi.withHandle(handle -> look(handle, codes, labels));
  }

  private boolean isKnown(long id) {
    return known.getIfPresent(id) != null;
  }

  private static long id(Row.Label label) {
    return Hash.of(label.key(), label.norm());
  }

  private Unknown look(Handle handle, List<Row.Code> codes, List<Row.Label> labels) {
    Set<Long> there =
        new HashSet<>(
            handle
                .createQuery("select key from search.codes where key = any(:keys)")
                .bind("keys", Columns.longs(codes, Row.Code::key))
                .mapTo(Long.class)
                .list());
    there.forEach(key -> known.put(key, true));
    var newLabels = new ArrayList<>(labels);
    if (!labels.isEmpty()) {
      Set<Long> called =
          new HashSet<>(
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
                  .list());
      called.forEach(id -> known.put(id, true));
      newLabels.removeIf(label -> called.contains(id(label)));
    }
    return new Unknown(
        codes.stream().filter(code -> !there.contains(code.key())).toList(), newLabels);
  }

  /** Another set of rows is in use: nothing is known of it. */
  void forget() {
    known.invalidateAll();
  }
}

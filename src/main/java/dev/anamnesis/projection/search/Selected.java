package dev.anamnesis.projection.search;

import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.PageQuery.Asked;
import dev.anamnesis.projection.search.PageQuery.OfType;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.PageQuery.Told;
import dev.anamnesis.projection.search.Query.Cursor;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Finds at once what few resources meet: from the index of the rarest condition to the versions,
 * with nothing to count or order before. If more are met than a small page it tells nothing.
 */
record Selected(VersionRows rows, short type, Query query, List<Cond> conds, OptionalLong at) {

  /** So many are few. */
  private static final int FEW = 24;

  /** Empty where it is sorted, no first page, or none of the conditions promises few. */
  static Optional<Selected> of(
      VersionRows rows, ResourceTypes types, Asked asked, OptionalLong at) {
    Query query = asked.query();
    boolean first = query.from().map(Cursor::after).orElse(Long.MAX_VALUE) == Long.MAX_VALUE;
    if (!first || !query.sort().isEmpty()) return Optional.empty();
    if (asked.together().isPresent()) {
      List<Cond> all = List.of(asked.together().get());
      return Optional.of(new Selected(rows, Driven.ANY, query, all, at));
    }
    return asked
        .ofOneType()
        .filter(of -> Cond.areKept(of.conds()))
        .filter(of -> Writing.anchor(of.conds()).filter(Selected::isRare).isPresent())
        .map(of -> of(rows, types, of, query, at));
  }

  private static Selected of(
      VersionRows rows, ResourceTypes types, OfType of, Query query, OptionalLong at) {
    return new Selected(rows, types.code(of.type()), query, of.conds(), at);
  }

  private static boolean isRare(Cond cond) {
    return Writing.rank(cond) < Fits.SOME;
  }

  /** Empty where there may be more. */
  Optional<Streams> found(Handle handle) {
    Told told = Told.by(handle, rows, sql());
    if (told.versions().size() >= most()) return Optional.empty();
    var seen = new HashSet<Long>();
    List<Stored> versions =
        told.versions().stream()
            .filter(version -> seen.add(version.recorded().born()))
            .sorted(Comparator.comparingLong((Stored v) -> v.recorded().born()).reversed())
            .toList();
    return Optional.of(
        new Streams(versions, false, OptionalLong.of(versions.size()), told.position()));
  }

  private long most() {
    return Math.min(FEW, query.count()) + 1L;
  }

  Sql sql() {
    var w = Writing.whole(at);
    w.add("select tip.tip, 0 as raws, 0 as ranks, " + VersionRows.COLUMNS + " from (").tip(at);
    w.add(") tip left join lateral (select s.stream from (").streams(type, conds);
    w.add(") s limit ").sql.value(most());
    w.add(") page on true").current("page");
    return w.sql;
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.r4.search.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Finds in the dictionary which keys a code means when not all of it is told. */
final class Lookups {

  /** More codes than this under one address or name are not searched. */
  static final int MOST = 5_000;

  private final Handle handle;
  private final OptionalLong at;
  private OptionalLong tip = OptionalLong.empty();

  Lookups(Handle handle, OptionalLong at) {
    this.handle = handle;
    this.at = at;
  }

  /**
   * The position that was the last one when the dictionary was first asked, where it was and no
   * other position was told: codes that came later may be missed.
   */
  OptionalLong tip() {
    return tip;
  }

  private Handle asked() {
    if (at.isEmpty() && tip.isEmpty()) tip = OptionalLong.of(Positions.last(handle));
    return handle;
  }

  /** Codes of any system. */
  List<Long> byCode(Collection<Long> sources, List<String> codes) {
    var w = new Writing(at);
    byCode(w, sources, codes);
    var keys = new ArrayList<Long>();
    Run.query(asked(), w.sql.keep(true), row -> keys.add(row.getLong(1)));
    return keys;
  }

  static void byCode(Writing w, Collection<Long> sources, List<String> codes) {
    String d = w.alias();
    w.add("select " + d + ".key from search.codes " + d + " where " + d + ".source = any(");
    w.sql.values(sources).add(") and ");
    if (codes.size() == 1) w.add(d + ".code = ").sql.value(codes.getFirst());
    else w.add(d + ".code = any(").sql.words(codes).add(")");
  }

  /** Any code of a system. */
  List<Long> bySystem(Collection<Long> sources, String system) {
    return limited(
        asked()
            .createQuery(
                "select key from search.codes where source = any(:sources) and system = :system limit :most")
            .bind("sources", Columns.longs(sources, Long::longValue))
            .bind("system", system)
            .bind("most", MOST + 1)
            .mapTo(Long.class)
            .list());
  }

  /** URIs under this one, by its path's segments. */
  List<Long> below(Collection<Long> sources, String uri) {
    String folder = uri.endsWith("/") ? uri : uri + "/";
    var keys = new ArrayList<Long>();
    for (long source : sources) keys.add(Keys.token(source, "", uri));
    keys.addAll(
        limited(
            asked()
                .createQuery(
                    """
                    select key
                    from search.codes
                    where source = any(:sources)
                      and code >= :first
                      and code < :past
                    limit :most
                    """)
                .bind("sources", Columns.longs(sources, Long::longValue))
                .bind("first", folder)
                .bind("past", past(folder))
                .bind("most", MOST + 1)
                .mapTo(Long.class)
                .list()));
    return keys;
  }

  /** What is called so: the name, or a word of it, begins with the text. */
  List<Long> called(Collection<Long> sources, String text) {
    String norm = Words.normal(text);
    return limited(
        asked()
            .createQuery(
                """
                select distinct key
                from search.labels
                where source = any(:sources)
                  and since <= :at
                  and (starts_with(norm, :norm) or strpos(norm, ' ' || :norm) > 0)
                limit :most
                """)
            .bind("sources", Columns.longs(sources, Long::longValue))
            .bind("at", at.orElse(Long.MAX_VALUE))
            .bind("norm", norm)
            .bind("most", MOST + 1)
            .mapTo(Long.class)
            .list());
  }

  private static List<Long> limited(List<Long> keys) {
    if (keys.size() > MOST) {
      throw new Refused.Thrown(
          "too-many-codes", "That means more than %d codes: make it more precise.".formatted(MOST));
    }
    return keys;
  }

  /** Beyond every text that begins with this. */
  static String past(String prefix) {
    return prefix + Character.toString(Character.MAX_CODE_POINT);
  }
}

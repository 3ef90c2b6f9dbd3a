package dev.anamnesis.projection.search;

import dev.anamnesis.r4.search.SearchParameter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A search as it was understood.
 *
 * @param filters what each type must meet; several types for a search of the system
 * @param count entries on a page; 0 for the total alone
 * @param asOf the instant it is asked for; empty for now
 * @param from where the page before ended; empty for the first
 * @param understood the parameters as they were sent, without those that were ignored
 * @param ignored what was not understood and left out, as the client prefers
 */
public record Query(
    Map<String, List<Filter>> filters,
    List<SortKey> sort,
    int count,
    Total total,
    List<Include> includes,
    Optional<Instant> asOf,
    Optional<Cursor> from,
    List<Map.Entry<String, String>> understood,
    List<Refused> ignored) {

  public Query {
    filters = new LinkedHashMap<>(filters);
    sort = List.copyOf(sort);
    includes = List.copyOf(includes);
    understood = List.copyOf(understood);
    ignored = List.copyOf(ignored);
  }

  /** As of one position, for whatever the instant; from the first entry unless it goes on. */
  public Query at(long position) {
    return from.isPresent() ? this : from(new Cursor(position, Long.MAX_VALUE));
  }

  private Query from(Cursor start) {
    return from(Optional.of(start), asOf);
  }

  public Query including(List<Include> others) {
    return new Query(filters, sort, count, total, others, asOf, from, understood, ignored);
  }

  /** The same, from another place on. */
  public Query from(Optional<Cursor> place, Optional<Instant> instant) {
    return new Query(filters, sort, count, total, includes, instant, place, understood, ignored);
  }

  public enum Total {
    /** Told where it costs nothing. */
    NONE,
    ESTIMATE,
    ACCURATE
  }

  public record SortKey(SearchParameter parameter, boolean descending) {}

  /**
   * @param reverse {@code _revinclude}
   * @param iterate also from what was included
   * @param source the type that refers; empty for any
   * @param code the parameter it refers by; empty for any
   * @param targets the types that are referred to; none for any
   */
  public record Include(
      boolean reverse,
      boolean iterate,
      Optional<String> source,
      Optional<String> code,
      Set<String> targets) {

    public Include {
      targets = Set.copyOf(targets);
    }

    /** Whether it is about references to that type. */
    public boolean isTo(String type) {
      return targets.isEmpty() || targets.contains(type);
    }

    /** Those of some types that anything refers to, by whatever parameter, however far. */
    public static Include anyTo(Set<String> targets) {
      return new Include(false, true, Optional.empty(), Optional.empty(), targets);
    }
  }

  /**
   * A place in an answer that stays valid for ever.
   *
   * @param position of the log, which the first page was answered at
   * @param after the stream of the last entry before it
   */
  public record Cursor(long position, long after) {}
}

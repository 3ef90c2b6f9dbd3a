package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.r4.search.SearchParameter;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which profiles, security labels and tags there are on what is current, by the dictionary of codes
 * and not by the resources.
 */
public record MetaInUse(List<Coded> profiles, List<Coded> labels, List<Coded> tags) {

  /** Of each kind, over all types. */
  private static final int MOST = 5_000;

  public MetaInUse {
    profiles = List.copyOf(profiles);
    labels = List.copyOf(labels);
    tags = List.copyOf(tags);
  }

  /**
   * @param system empty for none, as a profile has none
   */
  public record Coded(String system, String code) {}

  static MetaInUse of(Handle handle, SearchParameters known, List<String> types) {
    return new MetaInUse(
        coded(handle, known, types, "_profile"),
        coded(handle, known, types, "_security"),
        coded(handle, known, types, "_tag"));
  }

  private static List<Coded> coded(
      Handle handle, SearchParameters known, List<String> types, String code) {
    Stream<Source> sources =
        types.stream()
            .flatMap(type -> known.find(type, code).stream())
            .map(SearchParameter::sources)
            .flatMap(List::stream);
    List<Coded> found =
        handle
            .createQuery(
                """
                select distinct c.system, c.code
                from search.codes c
                where c.source = any(:sources)
                  and exists (select from search.tokens t where t.key = c.key)
                limit :most
                """)
            .bind("sources", Columns.longs(sources.toList(), Source::id))
            .bind("most", MOST + 1)
            .map((row, context) -> new Coded(row.getString("system"), row.getString("code")))
            .list();
    if (found.size() > MOST) {
      throw new Refused.Thrown(
          "too-many-codes",
          "More than %d of %s are in use: ask a type or a resource.".formatted(MOST, code));
    }
    return found.stream()
        .sorted(Comparator.comparing(Coded::system).thenComparing(Coded::code))
        .toList();
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.PageQuery.Streams;
import dev.anamnesis.projection.search.Query.Cursor;
import dev.anamnesis.r4.search.SearchParameters;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Answers searches, each as of one position of the log: the last one for a first page, the same for
 * the pages that follow, the one of an instant where it is asked for.
 */
public final class Searches {

  private static final int LONGEST = 10;

  private final Jdbi jdbi;
  private final int longest;
  private final ResourceTypes types;
  private final Definitions definitions;
  private final VersionRows rows;
  private final PastPositions pastPositions = new PastPositions();

  public Searches(
      Jdbi jdbi,
      ResourceTypes types,
      Definitions definitions,
      Sealer sealer,
      ServedVersions served) {
    this(jdbi, types, definitions, sealer, served, LONGEST);
  }

  /**
   * @param longest a statement of a search that takes longer is given up, in seconds
   */
  Searches(
      Jdbi jdbi,
      ResourceTypes types,
      Definitions definitions,
      Sealer sealer,
      ServedVersions served,
      int longest) {
    this.longest = longest;
    this.jdbi = jdbi;
    this.types = types;
    this.definitions = definitions;
    this.rows = new VersionRows(types, sealer, served);
  }

  public QueryReader reader() {
    return new QueryReader(definitions.known());
  }

  /** Criteria of a type, or why they are none: all must be understood. */
  public sealed interface Condition {
    record Understood(Criteria criteria) implements Condition {}

    record NotUnderstood(Refused why) implements Condition {}
  }

  /**
   * @param sent the parameters of the condition
   * @param base the server's own URL; empty where none is known
   */
  public Condition condition(String type, Map<String, List<String>> sent, String base) {
    var filters = new java.util.ArrayList<Filter>();
    String own = base.isEmpty() ? definitions.wanted().base() : base;
    var reader = new FilterReader(definitions.known(), own);
    try {
      sent.forEach((name, values) -> values.forEach(v -> filters.add(reader.read(type, name, v))));
    } catch (Refused.Thrown e) {
      return new Condition.NotUnderstood(e.refused);
    }
    if (filters.isEmpty()) {
      return new Condition.NotUnderstood(
          new Refused("condition-empty", "A condition has at least one search parameter."));
    }
    return new Condition.Understood(
        new Criteria(type, filters, isApproximate(sent), definitions, types, rows));
  }

  private static boolean isApproximate(Map<String, List<String>> sent) {
    return sent.values().stream().flatMap(List::stream).anyMatch(value -> value.contains("ap"));
  }

  /** What matches now, so many at most. */
  public List<dev.anamnesis.eventstore.StreamId> matches(Criteria criteria, int most) {
    return jdbi.withHandle(handle -> criteria.matches(handle, most));
  }

  /** What matched at the instant, so many at most. */
  public List<dev.anamnesis.eventstore.StreamId> matches(Criteria criteria, Instant at, int most) {
    return jdbi.withHandle(
        handle -> criteria.matches(handle, most, OptionalLong.of(pastPositions.at(handle, at))));
  }

  /** The record as it stood at an instant. */
  public Past past(Instant at) {
    return new PastSearch(this, at);
  }

  /** The types there are resources of, or were. */
  public List<String> typesInUse() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select t.name
                    from read.resource_types t
                    where exists (select 1 from read.versions v where v.type = t.code)
                    order by t.name
                    """)
                .mapTo(String.class)
                .list());
  }

  /** How a look at what is in use ended. */
  public sealed interface InUse {
    record Found(MetaInUse meta) implements InUse {}

    record NotDone(Refused why) implements InUse {}
  }

  /** The profiles, labels and tags that resources of these types have now. */
  public InUse metaInUse(List<String> asked) {
    try {
      return new InUse.Found(jdbi.withHandle(handle -> metaInUse(handle, asked)));
    } catch (Refused.Thrown e) {
      return new InUse.NotDone(e.refused);
    }
  }

  private MetaInUse metaInUse(Handle handle, List<String> asked) {
    try {
      return MetaInUse.of(Run.limited(handle, longest), definitions.known(handle), asked);
    } catch (UnableToExecuteStatementException e) {
      throw Run.refusal(e);
    }
  }

  /** Of the log; 0 while it is empty. */
  public long lastPosition() {
    return jdbi.withHandle(Positions::last);
  }

  /** The last one recorded at the instant or before; 0 for none. */
  public long positionAt(Instant instant) {
    return jdbi.withHandle(handle -> pastPositions.at(handle, instant));
  }

  /** How a search ended. */
  public sealed interface Answer {

    /**
     * @param total of the whole answer; empty where it is not known
     * @param next where the next page starts; empty on the last
     * @param cut more was to be included than is
     * @param position of the log, that it was answered at
     */
    record Page(
        List<Version> matches,
        List<Version> included,
        OptionalLong total,
        Optional<Cursor> next,
        boolean cut,
        long position)
        implements Answer {
      public Page {
        matches = List.copyOf(matches);
        included = List.copyOf(included);
      }
    }

    record NotDone(Refused why) implements Answer {}
  }

  private record SealedPage(
      List<Stored> matches,
      Includes.Found included,
      OptionalLong total,
      Optional<Cursor> next,
      long position) {}

  public Answer find(Query query) {
    SealedPage page;
    try {
      page = jdbi.withHandle(handle -> limited(handle, query));
    } catch (Refused.Thrown e) {
      return new Answer.NotDone(e.refused);
    }
    List<Version> included = rows.opened(page.included().versions());
    return new Answer.Page(
        readable(rows.opened(page.matches())),
        readable(included),
        page.total(),
        page.next(),
        page.included().cut(),
        page.position());
  }

  private SealedPage limited(Handle handle, Query query) {
    try {
      return page(Run.limited(handle, longest), query, start(handle, query));
    } catch (UnableToExecuteStatementException e) {
      throw Run.refusal(e);
    }
  }

  /** What was erased matches nothing that can be shown. */
  private static List<Version> readable(List<Version> versions) {
    return versions.stream().filter(version -> version.json().isPresent()).toList();
  }

  private OptionalLong start(Handle handle, Query query) {
    if (query.from().isPresent()) return OptionalLong.of(query.from().get().position());
    return query
        .asOf()
        .map(instant -> OptionalLong.of(pastPositions.at(handle, instant)))
        .orElseGet(OptionalLong::empty);
  }

  private SealedPage page(Handle handle, Query query, OptionalLong at) {
    SearchParameters known = definitions.known(handle);
    var lookups = new Lookups(handle, at);
    var persons = new Persons(handle, at);
    var terms = new Terms(handle, rows, known, at);
    var compiler = new Compiler(known, types, lookups, terms, persons, now(handle, query, at));
    var conds = new LinkedHashMap<String, List<Cond>>();
    query.filters().forEach((type, filters) -> conds.put(type, compiler.all(type, filters)));
    var asked = new PageQuery.Asked(query, conds, Together.of(compiler, persons, query.filters()));
    var pages = new PageQuery(handle, rows, types, asked, at);
    Streams found = pages.streams();
    if (lookups.tip().isPresent() && lookups.tip().getAsLong() != found.position()) {
      // Something was written between the dictionary and the rows: ask for what was before it.
      return page(handle, query, lookups.tip());
    }
    OptionalLong before = persons.before(found.position());
    if (before.isPresent()) return page(handle, query, before);
    Optional<Cursor> next =
        found.more()
            ? Optional.of(new Cursor(found.position(), found.matches().getLast().recorded().born()))
            : Optional.empty();
    var included =
        new Includes(handle, rows, types, known, found.position())
            .of(query.includes(), found.matches());
    // Other rows were put in place of these: ask them.
    if (definitions.known(handle) != known)
      return page(handle, query, OptionalLong.of(found.position()));
    return new SealedPage(found.matches(), included, found.total(), next, found.position());
  }

  /** What {@code ap} is measured from. */
  private static long now(Handle handle, Query query, OptionalLong at) {
    boolean approximate = query.understood().stream().anyMatch(p -> p.getValue().contains("ap"));
    return approximate ? Positions.micros(handle, at.orElse(Long.MAX_VALUE)) : 0;
  }

  /** The ids of the patient's records: this one, and those that were merged into it. */
  public Set<String> persons(String id, Optional<Instant> asOf) {
    return jdbi.withHandle(
        handle -> {
          var at = asOf.map(instant -> pastPositions.at(handle, instant));
          return new Persons(handle, at.map(OptionalLong::of).orElseGet(OptionalLong::empty))
              .all(List.of(id));
        });
  }
}

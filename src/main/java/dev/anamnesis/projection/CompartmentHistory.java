package dev.anamnesis.projection;

import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.HistoryQuery.During;
import dev.anamnesis.projection.HistoryQuery.Order;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.r4.search.Compartments;
import dev.anamnesis.r4.search.Hash;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * All versions of everything in a compartment (https://hl7.org/fhir/R4/compartmentdefinition.html),
 * the owner's own among them, and those of the records that were merged into it. A version is in it
 * by what it says itself; a deletion, by what it took away.
 */
public final class CompartmentHistory {

  private static final String MINE =
      """
      with spans as (
        select l.stream, l.since, :beyond as until
        from search.links l
        where l.target = any(:owners) and l.source = any(:sources)
        union all
        select l.stream, l.since, l.until
        from search.links_past l
        where l.target = any(:owners) and l.source = any(:sources)
        union all
        select s.stream, s.stream, :beyond
        from log.streams s
        where s.resource_type = :type and s.resource_id = any(:ids)
      )
      select distinct v.position
      from spans s
      join read.versions v on v.stream = s.stream
        and v.position >= s.since
        and (v.position < s.until or (v.position = s.until and v.status = 204))
      where (v.position between :first and :highest
          or (v.position < :first and :held and v.status <> 204 and coalesce(
            (select n.position from read.versions n where n.stream = v.stream and n.version = v.version + 1),
            :beyond) >= :first))
        and (:anyType or v.type = any(:types))
      order by v.position
      """;

  private final Jdbi jdbi;
  private final ResourceTypes types;
  private final VersionRows rows;
  private final SearchParameters parameters;

  public CompartmentHistory(
      Jdbi jdbi,
      ResourceTypes types,
      Sealer sealer,
      ServedVersions served,
      SearchParameters parameters) {
    this.jdbi = jdbi;
    this.types = types;
    this.rows = new VersionRows(types, sealer, served);
    this.parameters = parameters;
  }

  /** Whose records are read. */
  private interface Owners {
    List<StreamId> upTo(long position);
  }

  /**
   * With the records that were merged into the owner's at the last position that is read. Empty
   * when there never was such an owner.
   *
   * @param query of the system, or of some types
   */
  public Optional<HistoryPage> page(StreamId owner, HistoryQuery query) {
    return page(owner, query, handle -> position -> new OnePerson(handle, owner).records(position));
  }

  /** The same of these records, the first of which is the owner's. */
  public Optional<HistoryPage> page(List<StreamId> owners, HistoryQuery query) {
    return page(owners.getFirst(), query, handle -> position -> owners);
  }

  /** The owner's record and those that were merged into it, as of the instant or now. */
  public List<StreamId> records(StreamId owner, Optional<Instant> at) {
    return jdbi.withHandle(
        handle -> {
          var person = new OnePerson(handle, owner);
          return person.records(at.map(person::position).orElse(OnePerson.NOW));
        });
  }

  /** Whether other records were the same person's at the instant than are now. */
  public boolean mergedSince(StreamId owner, Instant at) {
    return jdbi.withHandle(
        handle -> {
          var person = new OnePerson(handle, owner);
          return !person.all(person.position(at)).equals(person.all(OnePerson.NOW));
        });
  }

  private Optional<HistoryPage> page(
      StreamId owner, HistoryQuery query, Function<Handle, Owners> owners) {
    return jdbi.withHandle(
            handle ->
                LogSpan.OfInstance.find(handle, owner)
                    .map(found -> sealed(handle, owners.apply(handle), query)))
        .map(page -> new HistoryPage(rows.opened(page.versions()), page.total(), page.next()));
  }

  private SealedPage sealed(Handle handle, Owners owners, HistoryQuery query) {
    boolean newestFirst = query.order() == Order.NEWEST_FIRST;
    Cursor cursor = query.from().orElseGet(() -> start(handle, query, newestFirst));
    List<Long> all = positions(handle, owners.upTo(cursor.highest()), query, cursor);
    List<Long> ordered = newestFirst ? all.reversed() : all;
    List<Long> left =
        ordered.stream()
            .filter(at -> newestFirst ? at < cursor.after() : at > cursor.after())
            .toList();
    List<Long> page = left.subList(0, Math.min(query.count(), left.size()));
    Optional<Cursor> next =
        page.size() < left.size() && !page.isEmpty()
            ? Optional.of(new Cursor(cursor.lowest(), cursor.highest(), page.getLast()))
            : Optional.empty();
    return new SealedPage(versions(handle, page), all.size(), next);
  }

  /** Those of one resource's whole life are some thousands at most: their numbers are all read. */
  private List<Long> positions(
      Handle handle, List<StreamId> owners, HistoryQuery query, Cursor cursor) {
    String type = owners.getFirst().type();
    List<Integer> wanted =
        switch (query.scope()) {
          case Scope.Types(var names) ->
              names.stream().map(name -> (int) types.code(name)).toList();
          case Scope.System() -> List.of();
          case Scope.Instance(var stream) -> List.of((int) types.code(stream.type()));
        };
    return handle
        .createQuery(MINE)
        .bind("owners", Columns.longs(owners, owner -> Hash.of(owner.path())))
        .bind("sources", Columns.longs(sources(type), Long::longValue))
        .bind("type", type)
        .bind("ids", Columns.texts(owners, StreamId::id))
        .bind("first", cursor.lowest())
        .bind("highest", cursor.highest())
        .bind("held", query.during().flatMap(During::from).isPresent())
        .bind("anyType", wanted.isEmpty())
        .bind("types", Columns.ints(wanted, Integer::intValue))
        .bind("beyond", Long.MAX_VALUE)
        .mapTo(Long.class)
        .list();
  }

  private List<Long> sources(String owner) {
    return Compartments.of(owner).entrySet().stream()
        .flatMap(
            member ->
                member.getValue().stream()
                    .flatMap(code -> parameters.find(member.getKey(), code).stream()))
        .flatMap(parameter -> parameter.sources().stream())
        .map(Source::id)
        .distinct()
        .toList();
  }

  private List<VersionRows.Stored> versions(Handle handle, List<Long> positions) {
    return handle
        .createQuery(
            """
            select %s
            from unnest(:positions) with ordinality as p (position, place)
            join read.versions v on v.position = p.position
            order by p.place
            """
                .formatted(VersionRows.COLUMNS))
        .bind("positions", Columns.longs(positions, Long::longValue))
        .map((row, context) -> rows.stored(row))
        .list();
  }

  private static Cursor start(Handle handle, HistoryQuery query, boolean newestFirst) {
    var log = new LogSpan.OfSystem(handle);
    if (query.during().isPresent()) {
      return HistoryDuring.start(handle, log, query.during().get(), newestFirst);
    }
    long highest = log.highest();
    long lowest = query.since().map(log::firstSince).orElse(1L);
    return new Cursor(lowest, highest, newestFirst ? highest + 1 : lowest - 1);
  }
}

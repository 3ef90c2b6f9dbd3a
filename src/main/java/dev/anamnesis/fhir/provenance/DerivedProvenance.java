package dev.anamnesis.fhir.provenance;

import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.audit.CommitQuery;
import dev.anamnesis.audit.Commits;
import dev.anamnesis.audit.Makers;
import dev.anamnesis.audit.Provenances;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Query.Include;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Provenances that are views of commits: read, found and included, never written. */
public final class DerivedProvenance {

  private static final String TYPE = "Provenance";

  private final Commits commits;
  private final FactLog facts;
  private final Makers makers;
  private final PointedAt pointedAt;

  public DerivedProvenance(Commits commits, FactLog facts, Makers makers, PointedAt pointedAt) {
    this.pointedAt = pointedAt;
    this.commits = commits;
    this.facts = facts;
    this.makers = makers;
  }

  /**
   * One of them.
   *
   * @param json canonical
   */
  public record Derived(Recorded commit, String json) {
    /** Below the base. */
    public String path() {
      return TYPE + '/' + Provenances.ID + commit.position();
    }
  }

  /** The position in the log that an id names. */
  static Optional<Long> position(String id) {
    return id.matches(Provenances.ID + "[1-9][0-9]{0,17}")
        ? Optional.of(Long.valueOf(id.substring(Provenances.ID.length())))
        : Optional.empty();
  }

  /** Whether ids of this kind are ours, whatever is there. */
  public static boolean isOne(StreamId stream) {
    return stream.type().equals(TYPE) && position(stream.id()).isPresent();
  }

  /** What a write to one gets. */
  public static RuntimeException isNotWritten() {
    return Outcomes.notAllowed(
        "provenance-derived",
        "A Provenance whose id is commit- and a number is derived from that commit of the log: no"
            + " client writes, changes or deletes it. Use another id for one of your own.");
  }

  public Answer read(StreamId stream, Optional<String> version, Ask ask) {
    return position(stream.id())
        .filter(position -> version.isEmpty() || version.get().equals("1"))
        .flatMap(commits::find)
        .map(commit -> Answer.ok(shown(List.of(commit)).getFirst().json()))
        .orElseThrow(() -> Outcomes.notFound("There is no commit with this number."));
  }

  /** In the query's order, one more than it asks for where there are more. */
  public List<Recorded> page(CommitQuery query) {
    return commits.page(query);
  }

  public long count(CommitQuery query) {
    return commits.count(query);
  }

  /** When the commit at this position was recorded. */
  public Optional<Instant> instant(long position) {
    return commits.find(position).map(Recorded::recordedAt);
  }

  /** Of everything that was ever committed to these streams, newest first. */
  public List<Derived> of(Collection<Long> streams, long upTo, int most) {
    return shown(commits.of(streams, upTo, most));
  }

  /** Of what these agents did, newest first. */
  public List<Derived> by(Set<String> agents, long upTo, int most) {
    if (agents.isEmpty()) return List.of();
    List<CommitQuery.Filter> filters = List.of(new CommitQuery.Filter.Agents(agents));
    var query =
        new CommitQuery(
            Optional.empty(),
            Optional.empty(),
            filters,
            Order.NEWEST_FIRST,
            most - 1,
            OptionalLong.empty(),
            OptionalLong.of(upTo));
    return shown(commits.page(query));
  }

  /** What these point at, as the includes ask. */
  public List<Version> pointedAt(List<Derived> provenances, List<Include> includes) {
    return pointedAt.by(provenances, includes);
  }

  public List<Derived> shown(List<Recorded> page) {
    List<Long> positions = page.stream().map(Recorded::position).toList();
    var told = facts.at(positions);
    var made = makers.of(positions);
    var shown = new ArrayList<Derived>();
    for (Recorded commit : page) {
      var what = Optional.ofNullable(told.get(commit.position())).orElseThrow();
      var maker = Optional.ofNullable(made.get(commit.position()));
      shown.add(new Derived(commit, Provenances.json(what, maker)));
    }
    return shown;
  }
}

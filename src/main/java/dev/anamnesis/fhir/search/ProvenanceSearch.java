package dev.anamnesis.fhir.search;

import dev.anamnesis.audit.AccessQuery.Order;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.fhir.provenance.DerivedProvenance.Derived;
import dev.anamnesis.fhir.provenance.ProvenanceQuestion;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Query;
import dev.anamnesis.projection.search.Query.SortKey;
import dev.anamnesis.projection.search.Query.Total;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.Moments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search over two sources: Provenances that clients wrote, and those derived from commits. Both
 * come in the order of the search, so that a page takes from either what is next.
 */
final class ProvenanceSearch {

  private static final Pattern TOKEN =
      Pattern.compile("c(\\d{1,18})\\.(s|x|\\d{1,18})\\.(\\d{1,18})");

  private final Searches searches;
  private final DerivedProvenance derived;

  ProvenanceSearch(Searches searches, DerivedProvenance derived) {
    this.searches = searches;
    this.derived = derived;
  }

  /**
   * Where a page begins.
   *
   * @param position of the log that all pages are answered at; 0 for the last one
   * @param written the stream of the last one that a client wrote: {@code s} for none so far,
   *     {@code x} when there are no more
   * @param commit the last commit that was shown; 0 for none so far
   */
  record Place(long position, String written, long commit) {
    static final Place START = new Place(0, "s", 0);

    static Place of(String token) {
      Matcher place = TOKEN.matcher(token);
      if (!place.matches()) {
        throw Outcomes.invalid(
            "bad-parameter", "_cursor is not one of this server's: follow its links unchanged.");
      }
      return new Place(
          Long.parseLong(place.group(1)), place.group(2), Long.parseLong(place.group(3)));
    }

    String token() {
      return "c" + position + '.' + written + '.' + commit;
    }
  }

  /** What a page shows, and where the next begins. */
  record Found(SearchBundle.Content content, Optional<Place> next) {}

  Found find(Query query, ProvenanceQuestion question, Place place) {
    Searches.Answer.Page written = written(query, place);
    long position = place.position() == 0 ? written.position() : place.position();
    Order order = isOldestFirst(query) ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
    OptionalLong after =
        place.commit() == 0 ? OptionalLong.empty() : OptionalLong.of(place.commit());
    var page = question.page(order, query.count(), after, position);
    List<Recorded> commits = query.count() == 0 ? List.of() : derived.page(page);
    List<Object> merged = merged(query, written.matches(), commits);
    boolean more =
        merged.size() > query.count()
            || commits.size() > query.count()
            || written.next().isPresent();
    var shown = merged.subList(0, Math.min(merged.size(), query.count()));
    Optional<Place> next =
        more && query.count() > 0
            ? Optional.of(after(shown, written, place, position))
            : Optional.empty();
    List<Derived> views = views(shown);
    var content =
        new SearchBundle.Content(
            entries(shown, views),
            included(query, written, views, shown),
            total(query, question, written, position, place.equals(Place.START) && !more, shown),
            written.cut());
    return new Found(content, next);
  }

  private Searches.Answer.Page written(Query query, Place place) {
    Optional<Instant> at = place.position() == 0 ? query.asOf() : derived.instant(place.position());
    if (place.written().equals("x")) {
      return new Searches.Answer.Page(
          List.of(), List.of(), OptionalLong.empty(), Optional.empty(), false, place.position());
    }
    Optional<Query.Cursor> from =
        place.written().equals("s")
            ? Optional.empty()
            : Optional.of(new Query.Cursor(place.position(), Long.parseLong(place.written())));
    return switch (searches.find(query.from(from, at))) {
      case Searches.Answer.NotDone(var why) -> throw Searching.refusal(why);
      case Searches.Answer.Page page -> page;
    };
  }

  private static Place after(
      List<Object> shown, Searches.Answer.Page written, Place place, long position) {
    String stream = place.written();
    long commit = place.commit();
    long taken = 0;
    for (Object each : shown) {
      switch (each) {
        case Version version -> {
          stream = Long.toString(version.recorded().born());
          taken++;
        }
        case Recorded recorded -> commit = recorded.position();
        default -> throw new IllegalStateException("neither a version nor a commit");
      }
    }
    boolean all = taken == written.matches().size() && written.next().isEmpty();
    return new Place(position, all ? "x" : stream, commit);
  }

  /** Versions and commits, in the order of the search. */
  private static List<Object> merged(Query query, List<Version> versions, List<Recorded> commits) {
    var merged = new ArrayList<Object>();
    int version = 0;
    for (Recorded commit : commits) {
      while (version < versions.size() && isBefore(query, versions.get(version), commit)) {
        merged.add(versions.get(version++));
      }
      merged.add(commit);
    }
    merged.addAll(versions.subList(version, versions.size()));
    return merged;
  }

  /**
   * Without an order the newest come first; of other orders commits know nothing: they are last.
   */
  private static boolean isBefore(Query query, Version version, Recorded commit) {
    if (query.sort().isEmpty()) return version.recorded().born() >= commit.position();
    SortKey key = query.sort().getFirst();
    Instant instant =
        switch (key.parameter().code()) {
          case "_lastUpdated" -> version.recorded().recordedAt();
          case "recorded" -> recorded(version);
          default -> key.descending() ? Instant.MAX : Instant.MIN;
        };
    int order = instant.compareTo(commit.recordedAt());
    return key.descending() ? order >= 0 : order <= 0;
  }

  private static Instant recorded(Version version) {
    return version
        .json()
        .flatMap(json -> ((Json.Obj) Json.parse(json)).string("recorded"))
        .flatMap(Moments::parse)
        .map(moment -> Instants.ofMicros(moment.low()))
        .orElse(Instant.MIN);
  }

  private static boolean isOldestFirst(Query query) {
    return !query.sort().isEmpty() && !query.sort().getFirst().descending();
  }

  private List<Derived> views(List<Object> shown) {
    var commits = new ArrayList<Recorded>();
    for (Object each : shown) if (each instanceof Recorded commit) commits.add(commit);
    return derived.shown(commits);
  }

  /** Once each, and not again what is shown as a match. */
  private List<SearchBundle.Entry> included(
      Query query, Searches.Answer.Page written, List<Derived> views, List<Object> shown) {
    var included = new LinkedHashMap<String, SearchBundle.Entry>();
    var versions = new ArrayList<>(written.included());
    versions.addAll(derived.pointedAt(views, query.includes()));
    for (SearchBundle.Entry entry : SearchBundle.Entry.all(versions)) {
      included.putIfAbsent(entry.path(), entry);
    }
    for (SearchBundle.Entry match : entries(shown, views)) included.remove(match.path());
    return List.copyOf(included.values());
  }

  private static List<SearchBundle.Entry> entries(List<Object> shown, List<Derived> derived) {
    var views = new HashMap<Long, SearchBundle.Entry>();
    for (Derived view : derived) {
      views.put(view.commit().position(), new SearchBundle.Entry(view.path(), view.json()));
    }
    var entries = new ArrayList<SearchBundle.Entry>();
    for (Object each : shown) {
      switch (each) {
        case Version version -> entries.addAll(SearchBundle.Entry.all(List.of(version)));
        case Recorded commit ->
            entries.add(Optional.ofNullable(views.get(commit.position())).orElseThrow());
        default -> throw new IllegalStateException("neither a version nor a commit");
      }
    }
    return entries;
  }

  /** Told where it costs nothing, or is asked for. */
  private OptionalLong total(
      Query query,
      ProvenanceQuestion question,
      Searches.Answer.Page written,
      long position,
      boolean whole,
      List<Object> shown) {
    if (whole && query.count() > 0) return OptionalLong.of(shown.size());
    boolean asked = query.count() == 0 || query.total() != Total.NONE;
    if (!asked || written.total().isEmpty()) return OptionalLong.empty();
    long commits =
        derived.count(question.page(Order.OLDEST_FIRST, 0, OptionalLong.empty(), position));
    return OptionalLong.of(written.total().getAsLong() + commits);
  }
}

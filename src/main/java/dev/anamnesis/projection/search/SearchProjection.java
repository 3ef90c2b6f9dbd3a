package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.r4.search.Extractor;
import dev.anamnesis.r4.search.Hash;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the search rows as a difference: values that stay keep their row, so that a change of
 * nothing searchable writes nothing.
 */
public final class SearchProjection implements CommitListener {

  /** Raised when the same definitions make other rows. */
  private static final String VERSION = "2 ";

  private final ResourceTypes types;
  private final Extractor extractor;
  private final Map<Long, Long> wholes;
  private final Dictionary dictionary;
  private final long definitions;

  public SearchProjection(Jdbi jdbi, ResourceTypes types, SearchParameters parameters) {
    this.types = types;
    this.extractor = new Extractor(parameters);
    this.wholes = parameters.wholes();
    this.dictionary = new Dictionary(jdbi);
    this.definitions = Hash.of(VERSION + parameters.number());
  }

  private record State(RowSet set, byte[] present, boolean live) {}

  @Override
  public Share prepare(Commit commit) {
    return changes(commit.stream(), commit.before(), commit.after());
  }

  /** The number of the definitions its rows are made by. */
  long definitions() {
    return definitions;
  }

  /** Another set of rows is in use. */
  void forget() {
    dictionary.forget();
  }

  private Changes changes(StreamId stream, Existence before, Existence after) {
    State is = state(stream, after);
    return changes(stream, state(stream, before), is, dictionary.unknown(is.set()));
  }

  /** With all codes, known to the dictionary or not. */
  Changes all(StreamId stream, Existence before, Existence after) {
    State is = state(stream, after);
    var all = new Dictionary.Unknown(List.copyOf(is.set().codes), List.copyOf(is.set().labels));
    return changes(stream, state(stream, before), is, all);
  }

  private Changes changes(StreamId stream, State was, State is, Dictionary.Unknown unknown) {
    return new Changes(
        types.code(stream.type()),
        Keys.ref(stream.type(), stream.id()),
        card(was, is),
        without(was.set().rows, is.set().rows),
        without(is.set().rows, was.set().rows),
        unknown.codes(),
        unknown.labels());
  }

  private State state(StreamId stream, Existence existence) {
    return switch (existence) {
      case Existence.Present(var elements) -> {
        var extract = extractor.of(stream.type(), elements);
        yield new State(RowSet.of(extract, wholes), extract.present().toByteArray(), true);
      }
      case Existence.Absent() -> new State(new RowSet(), new byte[0], false);
      case Existence.Removed(var last) -> new State(new RowSet(), new byte[0], false);
    };
  }

  private static Changes.Card card(State was, State is) {
    if (!is.live()) return was.live() ? new Changes.Card.Goes() : new Changes.Card.Stays();
    if (!was.live()) return new Changes.Card.Comes(is.present());
    return Arrays.equals(was.present(), is.present())
        ? new Changes.Card.Stays()
        : new Changes.Card.Turns(is.present());
  }

  private static List<Row> without(Set<Row> rows, Set<Row> others) {
    return rows.stream().filter(row -> !others.contains(row)).toList();
  }

  /** A stream's commits of one batch are written one after the other, the rest together. */
  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    MadeBy.assure(to, definitions);
    List<Placed> placed =
        batch.stream()
            .map(e -> new Placed(e.recorded().born(), e.recorded().position(), shared(e)))
            .toList();
    waves(placed, wave -> RowWriter.write(to, wave, "search"));
  }

  /** In each wave a stream comes once. */
  static void waves(List<Placed> all, Consumer<List<Placed>> write) {
    var wave = new ArrayList<Placed>();
    var streams = new HashSet<Long>();
    for (Placed placed : all) {
      if (!streams.add(placed.stream())) {
        write.accept(List.copyOf(wave));
        wave.clear();
        streams.clear();
        streams.add(placed.stream());
      }
      wave.add(placed);
    }
    write.accept(wave);
  }

  /** What a commit changes, with its place. */
  record Placed(long stream, long position, Changes changes) {}

  private static Changes shared(Entry entry) {
    if (entry.share() instanceof Changes changes) return changes;
    throw new IllegalStateException("a commit comes without its search rows");
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.search.Definitions.Made;
import dev.anamnesis.r4.search.Extractor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a version changes in the search rows, by one set of definitions. */
final class Differences {

  private final ResourceTypes types;
  private final Extractor extractor;
  private final Map<Long, Long> wholes;
  private final long definitions;

  Differences(ResourceTypes types, Made made) {
    this.types = types;
    this.extractor = new Extractor(made.parameters(), made.base());
    this.wholes = made.parameters().wholes();
    this.definitions = made.number();
  }

  /** The number of its definitions. */
  long definitions() {
    return definitions;
  }

  private record State(RowSet set, byte[] present, boolean live) {}

  /** With all codes, known to the dictionary or not. */
  Changes of(StreamId stream, Existence before, Existence after) {
    return of(
        stream,
        before,
        after,
        set -> new Dictionary.Unknown(List.copyOf(set.codes), List.copyOf(set.labels)));
  }

  /**
   * @param unknown what of a row set the dictionary must be told
   */
  Changes of(
      StreamId stream,
      Existence before,
      Existence after,
      Function<RowSet, Dictionary.Unknown> unknown) {
    State was = state(stream, before);
    State is = state(stream, after);
    Dictionary.Unknown told = unknown.apply(is.set());
    return new Changes(
        types.code(stream.type()),
        Keys.ref(stream.type(), stream.id()),
        card(was, is),
        without(was.set().rows, is.set().rows),
        without(is.set().rows, was.set().rows),
        told.codes(),
        told.labels());
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
    if (others.isEmpty()) return List.copyOf(rows);
    return rows.stream().filter(row -> !others.contains(row)).toList();
  }
}

package dev.anamnesis.projection.search;

import java.util.List;

/**
 * What a commit changes in the search rows, worked out before the log's lock is taken.
 *
 * @param ref the resource's own, as links hold it
 * @param gone rows that held and do no longer
 * @param came rows that hold from now on
 * @param codes not known to the dictionary yet
 */
record Changes(
    short type,
    long ref,
    Card card,
    List<Row> gone,
    List<Row> came,
    List<Row.Code> codes,
    List<Row.Label> labels) {

  Changes {
    gone = List.copyOf(gone);
    came = List.copyOf(came);
    codes = List.copyOf(codes);
    labels = List.copyOf(labels);
  }

  /** What becomes of the resource's card. */
  sealed interface Card {
    record Stays() implements Card {}

    record Comes(byte[] present) implements Card {}

    record Turns(byte[] present) implements Card {}

    record Goes() implements Card {}
  }
}

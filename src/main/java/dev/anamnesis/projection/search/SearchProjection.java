package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.projection.ResourceTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the search rows as a difference: values that stay keep their row, so that a change of
 * nothing searchable writes nothing.
 */
public final class SearchProjection implements CommitListener {

  private final Dictionary dictionary;
  private final Definitions definitions;
  private final Differences wanted;
  private volatile Differences inUse;

  public SearchProjection(Jdbi jdbi, ResourceTypes types, Definitions definitions) {
    this.dictionary = new Dictionary(jdbi);
    this.definitions = definitions;
    this.wanted = new Differences(types, definitions.wanted());
    this.inUse =
        definitions.standing() == Definitions.Standing.BESIDE
            ? new Differences(types, definitions.inUse())
            : wanted;
  }

  /**
   * @param definitions that the changes were worked out by
   */
  private record Prepared(long definitions, Changes changes) implements Share {}

  @Override
  public Share prepare(Commit commit) {
    Differences by = inUse;
    return new Prepared(
        by.definitions(),
        by.of(commit.stream(), commit.before(), commit.after(), dictionary::unknown));
  }

  /** By the definitions that are wanted. */
  Differences wanted() {
    return wanted;
  }

  /** The rows that are wanted are in use. */
  void settle() {
    inUse = wanted;
    definitions.settle();
    dictionary.forget();
  }

  /** A stream's commits of one batch are written one after the other, the rest together. */
  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    if (definitions.standing() == Definitions.Standing.BESIDE) look(to);
    Differences by = inUse;
    MadeBy.assure(to, by.definitions());
    List<Placed> placed =
        batch.stream()
            .map(e -> new Placed(e.recorded().born(), e.recorded().position(), changes(e, by)))
            .toList();
    waves(placed, wave -> RowWriter.write(to, wave, "search"));
  }

  /** While others are made: whether they have taken the place of those in use. */
  private void look(Appending to) {
    boolean done =
        MadeBy.of(to.written()).filter(number -> number == wanted.definitions()).isPresent();
    if (done) settle();
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

  /** Worked out again where the rows in use are others than they were a moment ago. */
  private static Changes changes(Entry entry, Differences by) {
    if (!(entry.share() instanceof Prepared(long definitions, Changes changes))) {
      throw new IllegalStateException("a commit comes without its search rows");
    }
    if (definitions == by.definitions()) return changes;
    Commit commit = entry.commit();
    return by.of(commit.stream(), commit.before(), commit.after());
  }
}

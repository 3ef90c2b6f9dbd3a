package dev.anamnesis.eventstore;

import java.util.List;

/** Writes projections inside the append's own transaction, a whole batch at once. */
public interface CommitListener {

  /** What a listener works out of a commit before the log's lock is taken. */
  interface Share {}

  /** Nothing is worked out ahead. */
  Share NOTHING = new Share() {};

  /** Done once for each commit, on its writer's own thread, without a lock. */
  default Share prepare(Commit commit) {
    return NOTHING;
  }

  /**
   * What must hold of this listener's projection for the group to be written, whatever door it came
   * by.
   */
  default List<Rule> rules(List<Commit> group) {
    return List.of();
  }

  /** The same, to be judged by how the record stood at an instant; no projection is asked. */
  default List<Rule> rules(List<Commit> group, Past past) {
    return List.of();
  }

  /** Adds what is to be written; it is sent when all listeners have been called. */
  void onCommits(Appending to, List<Entry> batch);

  /** What was written is durable. */
  default void confirmed(Appending written) {}

  /**
   * A commit with its place, and its body as stored.
   *
   * @param body compressed and sealed; empty for a deletion
   * @param share what this listener's {@link #prepare} gave
   */
  record Entry(Recorded recorded, Commit commit, byte[] body, Share share) {}

  /** Several listeners as one, called in their order. */
  static CommitListener of(CommitListener... listeners) {
    return new CommitListeners(List.of(listeners));
  }
}

package dev.anamnesis.eventstore;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes projections inside the append's own transaction, a whole batch at once. */
public interface CommitListener {

  void onCommits(Handle transaction, List<Entry> batch);

  /**
   * A commit with its place, and its body as stored.
   *
   * @param body compressed and sealed; empty for a deletion
   */
  record Entry(Recorded recorded, Commit commit, byte[] body) {}
}

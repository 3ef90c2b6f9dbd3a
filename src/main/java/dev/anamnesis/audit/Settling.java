package dev.anamnesis.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Puts what is durable in its place in the chain: whole batches, each block exactly once. */
final class Settling {

  /** Blocks of a queue that are placed together: the log's writers wait meanwhile. */
  private static final int TOGETHER = 256;

  private final Jdbi jdbi;
  private final AccessTable table;
  private final Incoming incoming;
  private final Unplaced unplaced;

  Settling(Jdbi jdbi, AccessTable table, Incoming incoming, Unplaced unplaced) {
    this.jdbi = jdbi;
    this.table = table;
    this.incoming = incoming;
    this.unplaced = unplaced;
  }

  /** When it returns, all that was durable before has its place; what comes meanwhile may wait. */
  void settle() {
    long written = unplaced.last();
    long came = incoming.last();
    while (unplaced.waits(written) || incoming.waits(came)) jdbi.useTransaction(this::place);
  }

  private void place(Handle transaction) {
    AccessTable.lock(transaction);
    long before = unplaced.micros();
    List<Queued> came = incoming.first(transaction, TOGETHER);
    // Now, as all that was read before one of these changes is here by now; and not past the last
    // of them, as what was read since may have seen a change that is none of these.
    List<Queued> written = written(transaction);
    long known = came.isEmpty() ? before : Math.max(before, came.getLast().block().micros());
    long until = Math.min(known, Math.min(end(came), end(written)));
    came = until(came, until);
    written = until(written, until);
    table.place(transaction, Queued.merged(came, written));
    if (!came.isEmpty()) incoming.delete(transaction, came);
    if (!written.isEmpty()) {
      long last = written.getLast().number();
      Journals.place(transaction, unplaced.journal(), last);
      transaction.afterCommit(() -> unplaced.placed(last));
    }
  }

  /** Where a queue is cut off, what came later in the other waits too. */
  private static long end(List<Queued> queue) {
    return queue.size() < TOGETHER ? Long.MAX_VALUE : queue.getLast().block().micros();
  }

  private static List<Queued> until(List<Queued> queue, long micros) {
    return queue.stream().takeWhile(each -> each.block().micros() <= micros).toList();
  }

  /** What the database says counts: whether a commit came through is not always known. */
  private List<Queued> written(Handle transaction) {
    if (unplaced.isEmpty()) return List.of();
    unplaced.placed(Journals.placed(transaction, unplaced.journal()).orElseThrow());
    return unplaced.first(TOGETHER);
  }
}

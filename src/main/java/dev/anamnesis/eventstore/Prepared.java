package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.seal.DataKey;
import java.util.List;

/**
 * A commit compressed, sealed and hashed before the log's lock is taken.
 *
 * @param leaf what the chain covers of it
 * @param body empty for a deletion
 * @param snapshot empty where none is due
 * @param share what the projections worked out ahead
 */
record Prepared(
    Commit commit,
    String facts,
    byte[] payload,
    byte[] leaf,
    byte[] body,
    byte[] snapshot,
    List<DataKey> proposed,
    CommitListener.Share share) {

  int version() {
    return commit.base() + 1;
  }
}

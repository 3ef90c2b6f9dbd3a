package dev.anamnesis.eventstore.seal;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Where subjects' keys live, wrapped by the master key. */
public interface KeyVault {

  /**
   * The subject's key; proposed where it has none yet, and then to be stored by {@link #insert}.
   */
  Proposal keyFor(String subject);

  /** As far as is known nobody has heard of the subject: it gets a key without being looked for. */
  void introduce(String subject);

  /** Empty when the key was destroyed. */
  Optional<DataKey> byId(long id);

  /** Has the keys at hand for {@link #byId}, with one query. */
  void prefetch(Collection<Long> ids);

  /**
   * Stores proposed keys in the append's own transaction; the subjects another server was first
   * for.
   */
  Set<String> insert(Handle transaction, Collection<DataKey> proposed);

  /** The transaction that stored them is durable. */
  void confirmed(Collection<DataKey> stored);

  /** Another server's keys stand for these. */
  void forget(Set<String> subjects);

  /** A key, and whether it still has to be stored. */
  record Proposal(DataKey key, boolean stored) {}
}

package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.Script.Line;
import dev.anamnesis.eventstore.Script.Reader;
import org.jdbi.v3.core.Handle;

/** One append's transaction, as those that write in it see it. */
public final class Appending {

  private final Handle transaction;
  private final Script script = new Script();

  public Appending(Handle transaction) {
    this.transaction = transaction;
  }

  /** A statement that is sent with the others, in their order. */
  public Line add(String sql) {
    return script.add(sql);
  }

  /** A query among them; what it finds is read when they are sent. */
  public Line add(String sql, Reader reader) {
    return script.add(sql, reader);
  }

  /** For reading: what was added is written first. */
  public Handle written() {
    script.run(transaction);
    return transaction;
  }
}

package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.Script.Line;
import dev.anamnesis.eventstore.Script.Reader;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** One append's transaction, as those that write in it see it. */
public final class Appending {

  private final Handle transaction;
  private final Script script = new Script();
  private final UnaryOperator<String> place;

  public Appending(Handle transaction) {
    this(transaction, UnaryOperator.identity());
  }

  private Appending(Handle transaction, UnaryOperator<String> place) {
    this.transaction = transaction;
    this.place = place;
  }

  /**
   * One that writes to tables of the same names elsewhere, beside those in use.
   *
   * @param schema a name of ours, for {@code read}
   */
  public static Appending beside(Handle transaction, String schema) {
    return new Appending(transaction, sql -> sql.replace(" read.", " " + schema + "."));
  }

  /** A statement that is sent with the others, in their order. */
  public Line add(String sql) {
    return script.add(place.apply(sql));
  }

  /** A query among them; what it finds is read when they are sent. */
  public Line add(String sql, Reader reader) {
    return script.add(place.apply(sql), reader);
  }

  /** One that is carried out when it is told to, after what was added. */
  public Update update(String sql) {
    return written().createUpdate(place.apply(sql));
  }

  /** One that is asked when it is told to, after what was added. */
  public Query query(String sql) {
    return written().createQuery(place.apply(sql));
  }

  /** For reading: what was added is written first. */
  public Handle written() {
    script.run(transaction);
    return transaction;
  }
}

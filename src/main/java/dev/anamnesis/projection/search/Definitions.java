package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.LogLock;
import dev.anamnesis.r4.search.Hash;
import dev.anamnesis.r4.search.OwnParameters;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * By which definitions the search rows in use are made, and by which they shall be. Where they
 * differ, rows are made again beside those in use; until the new ones take their place, what both
 * know can be searched by.
 */
public final class Definitions {

  /** Raised when the same definitions make other rows. */
  private static final String VERSION = "3 ";

  /**
   * @param base the server's own URL: references under it are its own; empty for none
   */
  record Made(SearchParameters parameters, String base) {
    /** Tells these definitions from others. */
    long number() {
      return Hash.of(VERSION + parameters.number() + ' ' + base);
    }
  }

  /** How rows stand to what is wanted. */
  public enum Standing {
    CURRENT,
    /** They are kept by the definitions they were made by, until others have taken their place. */
    BESIDE,
    /** Nobody here knows the definitions they were made by. */
    UNKNOWN
  }

  private final Made wanted;
  private final SearchParameters both;
  private volatile Made inUse;
  private volatile Standing standing;

  private Definitions(Made wanted, Made inUse, Standing standing) {
    this.wanted = wanted;
    this.inUse = inUse;
    this.standing = standing;
    this.both =
        standing == Standing.BESIDE
            ? inUse.parameters().until(wanted.parameters())
            : wanted.parameters();
  }

  /** Looks at the rows there are; those of an empty log are ours from the first. */
  public static Definitions of(Jdbi jdbi, SearchParameters parameters, String base) {
    var wanted = new Made(parameters, base);
    return jdbi.inTransaction(handle -> of(handle, wanted));
  }

  private static Definitions of(Handle handle, Made wanted) {
    LogLock.hold(handle);
    Optional<Long> number = MadeBy.of(handle);
    if (number.isEmpty() && Positions.last(handle) == 0) {
      MadeBy.put(handle, "search", wanted);
      return new Definitions(wanted, wanted, Standing.CURRENT);
    }
    if (number.filter(n -> n == wanted.number()).isPresent()) {
      return new Definitions(wanted, wanted, Standing.CURRENT);
    }
    return MadeBy.definitions(handle)
        .flatMap(
            by -> OwnParameters.with(by.own()).map(parameters -> new Made(parameters, by.base())))
        .filter(made -> number.filter(n -> n == made.number()).isPresent())
        .map(made -> new Definitions(wanted, made, Standing.BESIDE))
        .orElseGet(() -> new Definitions(wanted, wanted, Standing.UNKNOWN));
  }

  public Standing standing() {
    return standing;
  }

  Made wanted() {
    return wanted;
  }

  Made inUse() {
    return inUse;
  }

  /** The rows in use are those that are wanted. */
  void settle() {
    inUse = wanted;
    standing = Standing.CURRENT;
  }

  /** What can be searched by. */
  SearchParameters known() {
    return standing == Standing.BESIDE ? both : wanted.parameters();
  }

  /** The same, as the database says at this moment: another server may have put new rows there. */
  SearchParameters known(Handle handle) {
    if (standing != Standing.BESIDE) return wanted.parameters();
    boolean done = MadeBy.of(handle).filter(n -> n == wanted.number()).isPresent();
    return done ? wanted.parameters() : both;
  }
}

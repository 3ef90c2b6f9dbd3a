package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.PGStatement;

/**
 * Runs a search's SQL. It is planned anew each time, with its values known, as a plan for any code
 * would be bad for most; but for what few resources meet, whatever the values.
 */
final class Run {

  /** A statement of a search that takes longer is given up, in seconds. */
  private static final int LONGEST = 10;

  /** SQLSTATE of a statement that was cancelled. */
  private static final String CANCELLED = "57014";

  /** SQLSTATE classes of connections, resources and operators. */
  private static final Pattern LOST = Pattern.compile("(08|53|57).*");

  /** One round trip; where it fails the first setting is undone with it. */
  private static final String ANEW =
      "set plan_cache_mode = force_custom_plan; %s; reset plan_cache_mode";

  private Run() {}

  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  /** Has all that is asked by this handle be given up after so many seconds. */
  static Handle limited(Handle handle, int seconds) {
    handle.getConfig(SqlStatements.class).setQueryTimeout(seconds);
    return handle;
  }

  /** Why it was given up, where it was. */
  static RuntimeException refusal(UnableToExecuteStatementException failed) {
    return failed.getCause() instanceof SQLException e && CANCELLED.equals(e.getSQLState())
        ? tooLong()
        : failed;
  }

  private static Refused.Thrown tooLong() {
    return new Refused.Thrown(
        "search-too-long", "The search took too long and was given up: make it more precise.");
  }

  static void query(Handle handle, Sql sql, Reader reader) {
    Integer limit = handle.getConfig(SqlStatements.class).getQueryTimeout();
    boolean anew = !sql.isKept() && handle.getConfig(KeptPlans.class).isKeeping();
    String text = anew ? ANEW.formatted(sql.text()) : sql.text();
    try (PreparedStatement statement = handle.getConnection().prepareStatement(text)) {
      if (!sql.isKept()) statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setQueryTimeout(limit == null ? LONGEST : limit);
      List<Object> values = sql.values();
      for (int at = 0; at < values.size(); at++) statement.setObject(at + 1, values.get(at));
      statement.execute();
      if (anew) statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) reader.read(rows);
      }
    } catch (SQLException e) {
      if (CANCELLED.equals(e.getSQLState())) throw tooLong();
      if (LOST.matcher(String.valueOf(e.getSQLState())).matches()) {
        throw new StoreUnavailable("the database does not answer a search", e);
      }
      throw new IllegalStateException("a search's SQL is refused", e);
    }
  }

  /** For tests: how the SQL is carried out. */
  static String explain(Handle handle, Sql sql) {
    var lines = new StringBuilder();
    Sql explained = new Sql().add("explain ").add(sql);
    Consumer<String> add = line -> lines.append(line).append('\n');
    query(handle, explained, row -> add.accept(row.getString(1)));
    return lines.toString();
  }
}

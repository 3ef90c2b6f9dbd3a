package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGStatement;

/**
 * Runs a search's SQL. It is planned anew each time, with its values known, as a plan for any code
 * would be bad for most; but for what few resources meet, whatever the values.
 */
final class Run {

  /** A search that takes longer is given up, in seconds. */
  static final int LONGEST = 10;

  /** SQLSTATE of a statement that was cancelled. */
  private static final String CANCELLED = "57014";

  /** SQLSTATE classes of connections, resources and operators. */
  private static final Pattern LOST = Pattern.compile("(08|53|57).*");

  private Run() {}

  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  static void query(Handle handle, Sql sql, Reader reader) {
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql.text())) {
      if (!sql.isKept()) statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      statement.setQueryTimeout(LONGEST);
      List<Object> values = sql.values();
      for (int at = 0; at < values.size(); at++) statement.setObject(at + 1, values.get(at));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) reader.read(rows);
      }
    } catch (SQLException e) {
      if (CANCELLED.equals(e.getSQLState())) {
        throw new Refused.Thrown(
            "search-too-long",
            "The search took longer than %d seconds and was given up: make it more precise."
                .formatted(LONGEST));
      }
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

package dev.anamnesis.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.server.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;

/** What PostgreSQL would keep of a statement. */
final class KeptPlan {

  private KeptPlan() {}

  /** The plan that is kept for all values: none of them is known to it. */
  static String of(Jdbi jdbi, Sql sql) {
    assertThat(sql.isKept()).isTrue();
    String[] between = sql.text().split("\\?", -1);
    var text = new StringBuilder("explain (generic_plan) ").append(between[0]);
    for (int at = 1; at < between.length; at++) text.append('$').append(at).append(between[at]);
    try (Connection connection = TestDatabase.plainConnection(jdbi);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text.toString())) {
      var plan = new StringBuilder();
      while (rows.next()) plan.append(rows.getString(1)).append('\n');
      return plan.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.anamnesis.eventstore;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** A value for a statement, most often a whole column of a batch. */
public interface Column extends Argument {

  void set(int position, PreparedStatement statement) throws SQLException;

  @Override
  default void apply(int position, PreparedStatement statement, @Nullable StatementContext context)
      throws SQLException {
    set(position, statement);
  }
}

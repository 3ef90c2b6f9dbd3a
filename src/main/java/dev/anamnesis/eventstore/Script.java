package dev.anamnesis.eventstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Statements that go to the database together, in their order: one round trip for all of them,
 * which costs both sides less than each of them alone.
 */
public final class Script {

  private static final Pattern NAME = Pattern.compile("(?<!:):([a-z][A-Za-z0-9]*)");
  private static final Map<String, Parsed> PARSED = new ConcurrentHashMap<>();

  private final List<Line> lines = new ArrayList<>();

  private record Parsed(String sql, List<String> names) {}

  /** A statement and what its names stand for. */
  public static final class Line {
    private final Parsed parsed;
    private final Map<String, Column> arguments = new HashMap<>();
    private final Reader reader;

    private Line(String sql, Reader reader) {
      this.parsed = PARSED.computeIfAbsent(sql, Script::parse);
      this.reader = reader;
    }

    public Line bind(String name, Column argument) {
      arguments.put(name, argument);
      return this;
    }

    public Line bind(String name, long value) {
      return bind(name, (position, statement) -> statement.setLong(position, value));
    }
  }

  /** Takes a row of a statement's result. */
  public interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  /**
   * A statement whose result nobody reads.
   *
   * @param sql a constant, without a semicolon; names as {@code :name}
   */
  public Line add(String sql) {
    return add(sql, row -> {});
  }

  /** A query. */
  public Line add(String sql, Reader reader) {
    var line = new Line(sql, reader);
    lines.add(line);
    return line;
  }

  private static Parsed parse(String sql) {
    var names = new ArrayList<String>();
    String positional =
        NAME.matcher(sql)
            .replaceAll(
                found -> {
                  names.add(found.group(1));
                  return "?";
                });
    return new Parsed(positional.strip(), List.copyOf(names));
  }

  /** Sends what was added since the last time. */
  public void run(Handle handle) {
    if (lines.isEmpty()) return;
    var sent = List.copyOf(lines);
    lines.clear();
    String sql = String.join(";\n", sent.stream().map(line -> line.parsed.sql()).toList());
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      bind(statement, sent);
      boolean isResult = statement.execute();
      for (Line line : sent) {
        if (isResult) read(statement, line.reader);
        isResult = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  private static void bind(PreparedStatement statement, List<Line> lines) throws SQLException {
    int position = 1;
    for (Line line : lines) {
      for (String name : line.parsed.names()) {
        Column argument = line.arguments.get(name);
        if (argument == null) throw new IllegalStateException("not bound: " + name);
        argument.set(position++, statement);
      }
    }
  }

  private static void read(PreparedStatement statement, Reader reader) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) reader.read(rows);
    }
  }

  /** The database refused one of them, or is lost. */
  public static final class Failed extends RuntimeException {
    Failed(SQLException cause) {
      super(cause);
    }
  }
}

package dev.anamnesis.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;

/** Whole columns of a batch as typed SQL arrays, for multi-row statements over {@code unnest}. */
public final class Columns {

  private Columns() {}

  public static <T> Argument longs(Collection<T> rows, ToLongFunction<T> column) {
    return array("int8", rows.stream().map(column::applyAsLong).toArray(Long[]::new));
  }

  public static <T> Argument ints(Collection<T> rows, ToIntFunction<T> column) {
    return array("int4", rows.stream().map(column::applyAsInt).toArray(Integer[]::new));
  }

  public static <T> Argument texts(Collection<T> rows, Function<T, String> column) {
    return array("text", rows.stream().map(column).toArray(String[]::new));
  }

  public static <T> Argument bytes(Collection<T> rows, Function<T, byte[]> column) {
    return array("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  /** As whole microseconds since 1970; SQL makes instants of them with {@code log.instant}. */
  public static <T> Argument micros(Collection<T> rows, Function<T, Instant> column) {
    return longs(rows, row -> Instants.micros(column.apply(row)));
  }

  private static Argument array(String type, Object[] items) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, items));
  }
}

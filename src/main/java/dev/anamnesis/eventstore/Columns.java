package dev.anamnesis.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Whole columns of a batch as typed SQL arrays, for multi-row statements over {@code unnest};
 * numbers go in binary.
 */
public final class Columns {

  private Columns() {}

  public static Column longs(long[] items) {
    return (position, statement) -> statement.setObject(position, items);
  }

  public static <T> Column longs(Collection<T> rows, ToLongFunction<T> column) {
    return longs(rows.stream().mapToLong(column).toArray());
  }

  public static <T> Column ints(Collection<T> rows, ToIntFunction<T> column) {
    int[] items = rows.stream().mapToInt(column).toArray();
    return (position, statement) -> statement.setObject(position, items);
  }

  public static <T> Column shorts(Collection<T> rows, ToLongFunction<T> column) {
    short[] items = new short[rows.size()];
    int at = 0;
    for (T row : rows) items[at++] = (short) column.applyAsLong(row);
    return (position, statement) -> statement.setObject(position, items);
  }

  public static <T> Column doubles(Collection<T> rows, ToDoubleFunction<T> column) {
    double[] items = rows.stream().mapToDouble(column).toArray();
    return (position, statement) -> statement.setObject(position, items);
  }

  public static Column texts(Collection<String> items) {
    return texts(items, text -> text);
  }

  public static <T> Column texts(Collection<T> rows, Function<T, String> column) {
    return array("text", rows.stream().map(column).toArray(String[]::new));
  }

  public static <T> Column bytes(Collection<T> rows, Function<T, byte[]> column) {
    return array("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  /** As whole microseconds since 1970. */
  public static <T> Column micros(Collection<T> rows, Function<T, Instant> column) {
    return longs(rows, row -> Instants.micros(column.apply(row)));
  }

  private static Column array(String type, Object[] items) {
    return (position, statement) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, items));
  }
}

package dev.anamnesis.projection.search;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.argument.Argument;

/** Columns as SQL arrays, sent in binary where the driver can. */
final class Arrays {

  private Arrays() {}

  static Argument of(long[] items) {
    return (position, statement, context) -> statement.setObject(position, items);
  }

  static Argument doubles(Collection<Double> items) {
    double[] array = items.stream().mapToDouble(Double::doubleValue).toArray();
    return (position, statement, context) -> statement.setObject(position, array);
  }

  static <T> Argument longs(Collection<T> rows, ToLongFunction<T> column) {
    return of(rows.stream().mapToLong(column).toArray());
  }

  static <T> Argument shorts(Collection<T> rows, ToLongFunction<T> column) {
    short[] items = new short[rows.size()];
    int at = 0;
    for (T row : rows) items[at++] = (short) column.applyAsLong(row);
    return (position, statement, context) -> statement.setObject(position, items);
  }

  static Argument texts(Collection<String> items) {
    return texts(items, text -> text);
  }

  static <T> Argument texts(Collection<T> rows, Function<T, String> column) {
    return array("text", rows.stream().map(column).toArray(String[]::new));
  }

  static <T> Argument bytes(Collection<T> rows, Function<T, byte[]> column) {
    return array("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  private static Argument array(String type, Object[] items) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, items));
  }
}

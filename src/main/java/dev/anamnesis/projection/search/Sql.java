package dev.anamnesis.projection.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SQL with its bound values, written from the left to the right. */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private boolean kept;

  /** Its plan is good for any values: the database may keep it. */
  Sql keep(boolean isGood) {
    kept = isGood;
    return this;
  }

  boolean isKept() {
    return kept;
  }

  Sql add(String sql) {
    text.append(sql);
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    values.addAll(other.values);
    return this;
  }

  /** A number, as a placeholder. */
  Sql value(long number) {
    text.append('?');
    values.add(number);
    return this;
  }

  Sql value(double number) {
    text.append('?');
    values.add(number);
    return this;
  }

  Sql value(String words) {
    text.append('?');
    values.add(words);
    return this;
  }

  /** A whole number or another. */
  Sql number(Object number) {
    text.append('?');
    values.add(number);
    return this;
  }

  Sql values(Collection<Long> numbers) {
    text.append('?');
    values.add(numbers.stream().mapToLong(Long::longValue).toArray());
    return this;
  }

  Sql words(List<String> words) {
    text.append('?');
    values.add(words.toArray(String[]::new));
    return this;
  }

  String text() {
    return text.toString();
  }

  List<Object> values() {
    return List.copyOf(values);
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Column;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.projection.search.SearchProjection.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rows of several commits, table by table and column by column. */
final class Cells {

  final Table tokens = new Table();
  final Table texts = new Table();
  final Table moments = new Table();
  final Table amounts = new Table();
  final Table links = new Table();
  final List<String> norms = new ArrayList<>();
  final List<String> exacts = new ArrayList<>();
  final List<Double> lows = new ArrayList<>();
  final List<Double> highs = new ArrayList<>();

  /** The whole numbers of a table's rows. */
  static final class Table {
    private final List<long[]> rows = new ArrayList<>();

    private void add(Placed placed, long... cells) {
      long[] row = java.util.Arrays.copyOf(cells, cells.length + 2);
      row[cells.length] = placed.stream();
      row[cells.length + 1] = placed.position();
      rows.add(row);
    }

    Column longs(int column) {
      return Columns.longs(rows, row -> row[column]);
    }

    Column shorts(int column) {
      return Columns.shorts(rows, row -> row[column]);
    }

    Column streams() {
      return Columns.longs(rows, row -> row[row.length - 2]);
    }

    Column positions() {
      return Columns.longs(rows, row -> row[row.length - 1]);
    }
  }

  static Cells of(List<Placed> wave, Function<Changes, List<Row>> rows) {
    var cells = new Cells();
    for (Placed placed : wave) {
      for (Row row : rows.apply(placed.changes())) cells.add(placed, row);
    }
    return cells;
  }

  boolean isEmpty() {
    return tokens.rows.isEmpty()
        && texts.rows.isEmpty()
        && moments.rows.isEmpty()
        && amounts.rows.isEmpty()
        && links.rows.isEmpty();
  }

  private void add(Placed placed, Row row) {
    switch (row) {
      case Row.Token(long key, long system) -> tokens.add(placed, key, system);
      case Row.Text(long source, String norm, String exact) -> {
        texts.add(placed, source);
        norms.add(norm);
        exacts.add(exact);
      }
      case Row.Moment m -> moments.add(placed, m.source(), m.low(), m.high(), m.ends());
      case Row.Amount a -> {
        amounts.add(placed, a.source(), a.unit(), a.code(), a.human(), a.ends());
        lows.add(a.low());
        highs.add(a.high());
      }
      case Row.Link(long source, long target) -> links.add(placed, source, target);
    }
  }
}

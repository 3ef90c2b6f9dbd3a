package dev.anamnesis.projection.search;

import java.util.List;

/** Compares the shape of the search rows with another. */
final class RowShapes {

  private final Cpu cpu;
  private final int patients;

  RowShapes(Cpu cpu, int patients) {
    this.cpu = cpu;
    this.patients = patients;
  }

  /** The other shape that was thought of: one row a resource, its keys in an array under GIN. */
  void compare(org.jdbi.v3.core.Jdbi jdbi) {
    jdbi.useHandle(
        handle -> {
          handle.execute(
              "create table arrays (stream bigint primary key, since bigint, keys bigint[])");
          handle.execute("create index arrays_by_key on arrays using gin (keys)");
          double before = cpu.millis();
          handle.execute("create table rows2 (like search.tokens including indexes)");
          handle.execute("insert into rows2 select * from search.tokens order by stream");
          double narrow = cpu.millis() - before;
          before = cpu.millis();
          handle.execute(
              "insert into arrays select stream, min(since), array_agg(key) from search.tokens"
                  + " group by stream order by stream");
          handle.execute("vacuum analyze arrays");
          double arrays = cpu.millis() - before;
          long resources = 11L * patients;
          System.out.printf(
              "tokens as rows: %.4f CPU ms, as arrays: %.4f CPU ms a resource%n",
              narrow / resources, arrays / resources);
          handle
              .createQuery(
                  "select relname, pg_total_relation_size(oid) as size from pg_class where relname"
                      + " in ('arrays', 'rows2')")
              .map(
                  (row, context) ->
                      "%s: %.0f bytes a resource"
                          .formatted(row.getString(1), row.getLong(2) / (double) resources))
              .forEach(System.out::println);
          for (String of : List.of("rare", "common")) {
            long key =
                handle
                    .createQuery(
                        "select key from search.tokens group by key order by count(*) "
                            + (of.equals("rare") ? "" : "desc")
                            + " limit 1")
                    .mapTo(Long.class)
                    .one();
            for (String sql :
                List.of(
                    "select stream from rows2 where key = "
                        + key
                        + " order by stream desc limit 51",
                    "select stream from arrays where keys @> array["
                        + key
                        + "::bigint] order by stream desc limit 51")) {
              double start = cpu.millis();
              for (int n = 0; n < 100; n++) handle.createQuery(sql).mapTo(Long.class).list();
              System.out.printf(
                  "%s key, %s: %.2f CPU ms%n",
                  of, sql.contains("rows2") ? "rows" : "arrays", (cpu.millis() - start) / 100);
            }
          }
        });
  }
}

package dev.anamnesis.eventstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Numbered, checksummed steps of the schema; a step that was released never changes. */
public final class Migrations {

  private static final List<String> STEPS =
      List.of(
          "V001__log",
          "V002__vault",
          "V003__read",
          "V004__search",
          "V005__audit",
          "V006__rules",
          "V007__provenance",
          "V008__audit_requests");

  private static final long LOCK = 0x6d696772617465L;

  private Migrations() {}

  static int count() {
    return STEPS.size();
  }

  /** The database was made by a newer version, or a released step was changed. */
  public static final class WrongSchema extends RuntimeException {
    WrongSchema(String message) {
      super(message);
    }
  }

  /**
   * Brings the database up to date; safe when several servers start at once.
   *
   * @throws WrongSchema when this program must not touch the database
   */
  public static void run(Jdbi jdbi) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createQuery("select pg_advisory_xact_lock(:lock)::text")
              .bind("lock", LOCK)
              .mapTo(String.class)
              .list();
          handle.execute(
              """
              create table if not exists public.anamnesis_schema (
                step text primary key,
                checksum bigint not null,
                applied_at timestamptz not null default now()
              )
              """);
          refuseNewer(handle);
          for (String step : STEPS) apply(handle, step);
        });
  }

  private static void refuseNewer(Handle handle) {
    var unknown =
        handle
            .createQuery("select step from public.anamnesis_schema order by step")
            .mapTo(String.class)
            .list();
    unknown.removeAll(STEPS);
    if (!unknown.isEmpty()) {
      throw new WrongSchema(
          "The database has a newer schema (%s) than this version of Anamnesis knows: run a newer Anamnesis."
              .formatted(unknown.getLast()));
    }
  }

  private static void apply(Handle handle, String step) {
    String sql = read(step);
    var crc = new CRC32();
    crc.update(sql.getBytes(StandardCharsets.UTF_8));
    var applied =
        handle
            .createQuery("select checksum from public.anamnesis_schema where step = :step")
            .bind("step", step)
            .mapTo(Long.class)
            .findOne();
    if (applied.isPresent()) {
      if (applied.get() != crc.getValue()) {
        throw new WrongSchema(
            "The schema step %s was changed after it was applied.".formatted(step));
      }
      return;
    }
    try (var statement = handle.getConnection().createStatement()) {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException("schema step " + step + " failed", e);
    }
    handle
        .createUpdate(
            "insert into public.anamnesis_schema (step, checksum) values (:step, :checksum)")
        .bind("step", step)
        .bind("checksum", crc.getValue())
        .execute();
  }

  private static String read(String step) {
    try (InputStream in = Migrations.class.getResourceAsStream("/db/" + step + ".sql")) {
      if (in == null) throw new IllegalStateException("schema step " + step + " is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.anamnesis.server;

import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.RuleTables;
import dev.anamnesis.projection.RuleTables.Purpose;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code anamnesis rebuild}: 0 when all was as it should be, 1 when something was not, 2 when it
 * cannot look.
 */
@Command(
    name = "rebuild",
    description =
        "Makes bookings, calendars, slots, prescriptions, deadlines and merges again from the"
            + " record, beside those in use, and puts them in their place. Servers go on"
            + " meanwhile.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  @Mixin private DataOptions options = new DataOptions();

  @Option(names = "--compare", description = "Only tells what differs, and leaves all as it is.")
  private boolean compare;

  @Override
  public Integer call() {
    try {
      Settings settings = options.settings();
      try (var stored = StoredData.open(settings)) {
        return rebuild(settings, stored.jdbi());
      }
    } catch (BadStart e) {
      e.problems().forEach(System.err::println);
      return 2;
    } catch (IOException e) {
      System.err.println("The data folder cannot be read.");
      return 2;
    }
  }

  private int rebuild(Settings settings, Jdbi jdbi) throws BadStart {
    var random = new SecureRandom();
    var vault = new PostgresKeyVault(jdbi, settings.masterKey().read(), random);
    App.checkKeys(vault);
    var tables = new RuleTables(jdbi, new ResourceTypes(jdbi), new Sealer(vault, random));
    long began = System.nanoTime();
    var made =
        tables.rebuild(
            compare ? Purpose.COMPARE : Purpose.REPLACE,
            position -> System.err.printf("up to position %,d%n", position));
    made.forEach(
        (table, of) ->
            System.out.printf(
                "%-14s %,10d rows, %,d differed%n", table, of.rows(), of.differing()));
    long differed = made.values().stream().mapToLong(RuleTables.Table::differing).sum();
    System.out.printf(
        "%s in %.1f s%n",
        differed == 0 ? "All as it should be," : compare ? "NOT as it should be," : "Mended",
        (System.nanoTime() - began) / 1e9);
    return differed == 0 ? 0 : 1;
  }
}

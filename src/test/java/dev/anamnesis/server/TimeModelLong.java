package dev.anamnesis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.PropertyDefaults;

/**
 * The long form of {@link TimeModelTest}: by its name it runs when it is asked for by hand. How
 * many sequences held, and how many commands they had, stands in {@code target/time-model.txt}
 * while it goes on; a run that was stopped is gone on with by the next.
 */
@PropertyDefaults(tries = TimeModelLong.SEQUENCES)
class TimeModelLong extends TimeModelTest {

  static final int SEQUENCES = 10_000;
  private static final int TOLD_EVERY = 20;
  private static final Path FILE = Path.of("target", "time-model.txt");

  private static long sequences = told(0);
  private static long commands = told(1);

  private static long told(int place) {
    try {
      if (!Files.exists(FILE)) return 0;
      String[] cells = Files.readString(FILE).strip().split(" ");
      return Long.parseLong(cells[0]) >= SEQUENCES ? 0 : Long.parseLong(cells[place]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  boolean isEnough() {
    return sequences >= SEQUENCES;
  }

  @Override
  void held(List<Command> those) {
    sequences++;
    commands += those.size();
    if (sequences % TOLD_EVERY != 0) return;
    try {
      Files.writeString(FILE, sequences + " " + commands + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

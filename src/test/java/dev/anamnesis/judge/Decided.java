package dev.anamnesis.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Differences that are decided, each with its reason: {@code rule | whose | reason}. */
final class Decided {

  private static final Path LISTED = Path.of("src/test/resources/judged-differences.txt");

  private Decided() {}

  /** Rule and whose it is, to the reason. */
  static Map<String, String> listed() throws IOException {
    var listed = new HashMap<String, String>();
    for (String line : Files.readAllLines(LISTED)) {
      if (line.startsWith("#") || line.isBlank()) continue;
      String[] cells = line.split(" \\| ");
      if (cells.length != 3) throw new IllegalStateException("not three cells: " + line);
      listed.put(cells[0] + " | " + cells[1], cells[2]);
    }
    return listed;
  }

  /** The lines of differences of which some rule is not listed. */
  static List<String> open(List<String> lines) throws IOException {
    var listed = listed();
    var open = new ArrayList<String>();
    for (String line : lines) {
      String keys = line.substring(line.lastIndexOf('\t') + 2, line.length() - 1);
      if (!listed.keySet().containsAll(List.of(keys.split(", ")))) open.add(line);
    }
    return open;
  }
}

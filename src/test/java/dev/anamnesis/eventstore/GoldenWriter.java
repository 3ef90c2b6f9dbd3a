package dev.anamnesis.eventstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** Adds a golden sample for each event type that has none yet; those that are there stay. */
public final class GoldenWriter {

  private static final Pattern ALIAS =
      Pattern.compile("\"((?:patient|prescription|appointment|record)\\.[a-z-]+)\"");

  private GoldenWriter() {}

  public static void main(String[] args) throws IOException {
    Path golden = Path.of("src/test/resources/golden/events.txt");
    Files.createDirectories(golden.getParent());
    if (!Files.exists(golden)) Files.createFile(golden);
    String there = Files.readString(golden);
    var codec = new EventCodec(EventTypes.ALL, List.of());
    String source =
        Files.readString(Path.of("src/main/java/dev/anamnesis/eventstore/EventTypes.java"));
    var aliases = ALIAS.matcher(source).results().map(m -> m.group(1)).distinct().toList();
    for (String alias : aliases) {
      if (there.contains('"' + alias + '"')) continue;
      String stored =
          "{\"f\":[{\"put\":{\"authoredOn\":\"2026-01-05\",\"created\":\"2026-01-06\",\"deceasedDateTime\":\"2024-02\",\"name\":[{\"family\":\"Ü\\\"\"}],\"start\":\"2026-01-02T09:00:00Z\"},\"dropped\":[\"_gender\",\"gender\"],\"t\":\""
              + alias
              + "\",\"v\":1,\"with\":{\"from\":\"2026-01-01T09:00:00Z\",\"reason\":\"no \\\"other\\\" day\",\"to\":\"2026-01-02T09:00:00Z\"}}]}";
      String written = codec.write(codec.read(stored));
      Files.writeString(
          golden, written.substring(6, written.length() - 2) + "\n", StandardOpenOption.APPEND);
    }
  }
}

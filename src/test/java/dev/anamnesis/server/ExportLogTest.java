package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** An export is verified without a database, and whatever is done to it is found. */
class ExportLogTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static Path export = Path.of("target");
  private static Path kept = Path.of("target");

  private record Ran(int exit, String out) {}

  private static Ran run(String... arguments) {
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try {
      System.setOut(new PrintStream(out, true));
      return new Ran(new CommandLine(new Main()).execute(arguments), out.toString());
    } finally {
      System.setOut(before);
    }
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "export");
  }

  private static Path copied(Path all) throws IOException {
    Path copy = folder();
    try (var files = Files.walk(all)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(all.relativize(each));
        Files.createDirectories(to.getParent());
        Files.copy(each, to);
      }
    }
    return copy;
  }

  @BeforeAll
  static void someHistory() throws IOException {
    for (int at = 0; at < 5; at++) {
      String body = "{\"resourceType\":\"Patient\",\"id\":\"exp\",\"birthDate\":\"190%d\"}";
      assertThat(SERVER.put("/Patient/exp", body.formatted(at)).statusCode()).isLessThan(300);
      SERVER.get("/Patient/exp", "X-Audit-User", "exp-reader");
    }
    SERVER.get("/$audit-proof?tree=log");
    SERVER.get("/$audit-proof?tree=access");
    SERVER.delete("/Patient/exp");
    // Now, as the server signs another head each minute: one of what came after is none of these.
    kept = copied(SERVER.data.resolve("audit-heads"));
    export = folder();
    Ran ran = run("export-log", export.toString(), "--data", SERVER.data.toString());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("exported");
  }

  private static Ran verify(Path folder, String... more) {
    var arguments = new ArrayList<>(List.of("verify", "--export", folder.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void what_nobody_touched_is_sound_also_against_heads_that_were_kept_elsewhere() {
    assertThat(verify(export).out()).contains("Sound.").doesNotContain("NOT");
    assertThat(verify(export, "--export-heads", kept.toString()).exit()).isZero();
    assertThat(SERVER.get("/AuditEvent?type=110106&_count=1").body()).contains("Export");
  }

  /** A copy whose file was changed; the faults that are found in it. */
  private static List<String> faults(String file, UnaryOperator<List<String>> change)
      throws IOException {
    Path copy = copied(export);
    Path zipped = copy.resolve(file);
    try (var in = new GZIPInputStream(Files.newInputStream(zipped))) {
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      String text = String.join("\n", change.apply(new ArrayList<>(lines))) + "\n";
      try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    Ran ran = verify(copy);
    assertThat(ran.exit()).isEqualTo(1);
    return ran.out().lines().filter(line -> line.matches("(log|access) \\d+: .*")).toList();
  }

  @Test
  void a_flipped_a_removed_a_swapped_and_an_unreadable_line_are_named() throws Exception {
    for (String log : List.of("log", "access")) {
      String file = log + "-1.ndjson.gz";
      UnaryOperator<List<String>> flipped =
          lines -> {
            lines.set(2, lines.get(2).replaceFirst("\"micros\":\\d", "\"micros\":9"));
            return lines;
          };
      UnaryOperator<List<String>> removed =
          lines -> {
            lines.remove(2);
            return lines;
          };
      UnaryOperator<List<String>> swapped =
          lines -> {
            lines.add(2, lines.remove(3));
            return lines;
          };
      UnaryOperator<List<String>> garbled =
          lines -> {
            lines.set(2, "{");
            return lines;
          };
      for (var tamper : List.of(flipped, removed, swapped, garbled)) {
        List<String> faults = faults(file, tamper);
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith(log + " 3:");
      }
    }
  }

  @Test
  void an_end_that_is_cut_off_is_missed() throws Exception {
    long[] size = new long[1];
    List<String> faults =
        faults(
            "log-1.ndjson.gz",
            lines -> {
              size[0] = lines.size();
              return lines.subList(0, lines.size() - 1);
            });
    assertThat(faults)
        .containsExactly("log " + size[0] + ": the log ends before what was signed of it");
  }

  @Test
  void no_payload_lies_open_in_it_and_an_unfinished_one_is_not_looked_at() throws Exception {
    try (var in = new GZIPInputStream(Files.newInputStream(export.resolve("log-1.ndjson.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("birthDate");
    }
    assertThat(verify(folder()).exit()).isEqualTo(2);
    Ran again = run("export-log", export.toString(), "--data", SERVER.data.toString());
    assertThat(again.exit()).isEqualTo(2);
  }

  @Test
  void heads_are_kept_where_the_setting_says() throws Exception {
    Path heads = folder().resolve("elsewhere");
    try (var server = LiveServer.with("audit-heads", heads.toString())) {
      server.get("/$audit-proof?tree=access");
      assertThat(heads.resolve("access.heads")).exists();
      assertThat(server.data.resolve("audit-heads")).doesNotExist();
      Ran ran = run("verify", "--data", server.data.toString(), "--audit-heads", heads.toString());
      assertThat(ran.out()).contains("Sound.").doesNotContain("NOT");
    }
  }
}

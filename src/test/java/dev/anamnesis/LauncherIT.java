package dev.anamnesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.server.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The launcher and the packaged program, as a user runs them. */
class LauncherIT {

  private static Process launch(Path err, String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of("anamnesis").toAbsolutePath().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command)
        .directory(Path.of("target").toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static Path file(String name) throws IOException {
    return Files.createTempFile(Path.of("target").toAbsolutePath(), name, ".txt");
  }

  @Test
  void serve_says_where_and_stops_when_told() throws Exception {
    Path data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "launched");
    Process process = launch(file("serve"), "serve", "--port", "0", "--data", data.toString());
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    assertThat(line).startsWith("Anamnesis serves http://127.0.0.1:").contains("Try: curl ");
    String url = line.split(" ", 4)[2];
    assertThat(new Client(url).send("GET", "/metadata", "").statusCode()).isEqualTo(200);
    assertThat(Files.getPosixFilePermissions(data.resolve("master.key"))).hasSize(2);
    process.destroy();
    process.waitFor();
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void a_bad_setting_ends_with_2_and_a_sentence() throws Exception {
    Path err = file("bad");
    assertThat(launch(err, "serve", "--port", "none").waitFor()).isEqualTo(2);
    assertThat(Files.readString(err)).startsWith("--port takes").hasLineCount(1);
  }

  @Test
  void bench_measures_every_scenario_without_an_error() throws Exception {
    Path figures = file("figures");
    Process process =
        launch(
            file("bench"),
            "bench",
            "--seconds",
            "0.2",
            "--warm",
            "0.2",
            "--patients",
            "100",
            "--clients",
            "2",
            "--json",
            figures.toString());
    String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(table).isZero();
    assertThat(table).contains("| full poll, per entry | 2 |").contains("bytes on disk each");
    assertThat(Files.readString(figures)).contains("\"scenario\":\"create Patient\"");
  }
}

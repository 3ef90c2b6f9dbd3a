package dev.anamnesis.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A server in a process of its own, to be killed. */
record ServerProcess(Process process, Path data, String url) {

  private static final String READY = "Anamnesis serves ";

  static ServerProcess start(Path data) throws IOException {
    return start(data, "0");
  }

  /** On a port that it keeps when it is started again. */
  static ServerProcess start(Path data, String port) throws IOException {
    Path err = Files.createTempFile(Path.of("target"), "server", ".err");
    Process process = launch(err, "--port", port, "--data", data.toString());
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return new ServerProcess(process, data, line.substring(READY.length()).split(" ", 2)[0]);
      }
    }
    throw new IllegalStateException("the server did not start");
  }

  /** {@code anamnesis serve} with these options, as a user would run it. */
  static Process launch(Path err, String... options) throws IOException {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseThrow(() -> new IllegalStateException("no java"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "dev.anamnesis.server.Main",
                "serve"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(err.toFile()).start();
  }

  Client client() {
    return new Client(url);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGKILL for PostgreSQL and each of its processes. */
  void killPostgres() throws IOException {
    Optional<ProcessHandle> postmaster = postmaster();
    if (postmaster.isEmpty()) return;
    List<ProcessHandle> all =
        Stream.concat(postmaster.stream(), postmaster.get().descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  Optional<ProcessHandle> postmaster() throws IOException {
    Path file = data.resolve("postgres/postmaster.pid");
    if (!Files.exists(file)) return Optional.empty();
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
  }
}

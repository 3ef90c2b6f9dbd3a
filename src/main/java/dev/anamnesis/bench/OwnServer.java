package dev.anamnesis.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of this very program in a process of its own.
 *
 * @param startMillis from the launch to the line that says it serves
 */
record OwnServer(Process process, Path data, URI base, long startMillis) implements AutoCloseable {

  private static final String READY = "Anamnesis serves ";

  static OwnServer start(Path data) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.anamnesis.server.Main", "serve", "--port", "0"));
    command.addAll(List.of("--data", data.toString()));
    long launched = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        long took = (System.nanoTime() - launched) / 1_000_000;
        return new OwnServer(
            process, data, URI.create(line.substring(READY.length()).split(" ", 2)[0]), took);
      }
    }
    throw new IOException("the server did not start");
  }

  /** The server's process and PostgreSQL's. */
  Cpu cpu() throws IOException {
    String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
    return new Cpu(List.of(process.pid(), Long.parseLong(pid.strip())));
  }

  /** Stops both; the database writes all it holds. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

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
record OwnServer(Process process, Cpu cpu, URI base, long startMillis) implements AutoCloseable {

  private static final String READY = "Anamnesis serves ";

  static OwnServer start(Path data) throws IOException {
    var server = launch(List.of("serve", "--port", "0", "--data", data.toString()));
    String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
    var cpu = new Cpu(List.of(server.process.pid(), Long.parseLong(pid.strip())));
    return new OwnServer(server.process, cpu, server.base, server.startMillis);
  }

  /** The same web server, answering so many bytes whatever it is asked. */
  static OwnServer constant(int bytes) throws IOException {
    return launch(List.of("constant", "--bytes", String.valueOf(bytes)));
  }

  private static OwnServer launch(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.anamnesis.server.Main");
    command.addAll(arguments);
    long launched = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        long took = (System.nanoTime() - launched) / 1_000_000;
        URI base = URI.create(line.substring(READY.length()).split(" ", 2)[0]);
        return new OwnServer(process, new Cpu(List.of(process.pid())), base, took);
      }
    }
    throw new IOException("the server did not start");
  }

  /** Stops it; the database writes all it holds. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

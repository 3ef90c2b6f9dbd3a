package dev.anamnesis.bench;

import dev.anamnesis.bench.Scenario.Where;
import dev.anamnesis.bench.Wire.Call;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** All chosen scenarios against one server, row by row. */
record Session(URI base, Cpu cpu, Pace pace, PrintStream out) {

  private static final byte[] TOTAL = Find.text("\"total\":");

  /** Whether the server says it is Anamnesis. */
  boolean isAnamnesis() throws IOException {
    try (var wire = new Wire(base)) {
      return wire.send(Call.get("/metadata")).text().contains("Anamnesis");
    }
  }

  /** Those whose name contains the words and that the server can be asked. */
  List<Scenario> chosen(List<Scenario> all, String only) throws IOException {
    boolean ours = isAnamnesis();
    var chosen = new ArrayList<Scenario>();
    for (Scenario scenario : all) {
      if (!scenario.name().contains(only)) continue;
      if (scenario.where() == Where.ANY || ours) chosen.add(scenario);
      else out.printf("Left out, as only Anamnesis knows it: %s%n", scenario.name());
    }
    return chosen;
  }

  List<Measured> measure(List<Scenario> scenarios) throws IOException, InterruptedException {
    var bench = new Bench(base, cpu);
    for (Scenario scenario : scenarios) bench.warm(scenario, pace.most(), pace.warm());
    var measured = new ArrayList<Measured>();
    for (Scenario scenario : scenarios) {
      for (int clients : pace.clients()) {
        bench.warm(scenario, clients, pace.again());
        Measured row = bench.run(scenario, clients, pace.seconds());
        out.println(row.row());
        measured.add(row);
      }
    }
    return measured;
  }

  /** How many versions the server says there are; 0 where it does not. */
  long versions() throws IOException {
    try (var wire = new Wire(base)) {
      String page = wire.send(Call.get("/_history?_count=1")).text();
      int at = page.indexOf(new String(TOTAL, java.nio.charset.StandardCharsets.UTF_8));
      if (at < 0) return 0;
      int from = at + TOTAL.length;
      int to = from;
      while (to < page.length() && Character.isDigit(page.charAt(to))) to++;
      return to == from ? 0 : Long.parseLong(page.substring(from, to));
    }
  }

  /** Bytes of a patient as it is read. */
  int patientBytes(Seeded seeded) throws IOException {
    try (var wire = new Wire(base)) {
      return wire.send(Call.get("/Patient/" + seeded.patient(0))).length();
    }
  }
}

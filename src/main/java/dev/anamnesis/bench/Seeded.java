package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Patients that are there before the load begins.
 *
 * @param patients those that the load reads and writes
 * @param quiet those that stay at their first version
 * @param busy one with fifty versions
 */
record Seeded(List<String> patients, List<String> quiet, String busy) {

  private static final int PATIENTS = 2000;
  private static final int QUIET = 500;
  private static final int VERSIONS = 50;

  static Seeded load(URI base) throws IOException {
    var people = new People(1);
    try (var wire = new Wire(base)) {
      List<String> patients = create(wire, people, PATIENTS);
      List<String> quiet = create(wire, people, QUIET);
      String busy = create(wire, people, 1).getFirst();
      for (int n = 1; n < VERSIONS; n++) {
        wire.send(new Call("PUT", "/Patient/" + busy, "", people.patient(busy)));
      }
      return new Seeded(patients, quiet, busy);
    }
  }

  private static List<String> create(Wire wire, People people, int count) throws IOException {
    var ids = new ArrayList<String>();
    for (int n = 0; n < count; n++) {
      var reply = wire.send(new Call("POST", "/Patient", "", people.patient("")));
      if (reply.status() != 201) {
        throw new IOException("a create was answered with status " + reply.status());
      }
      String location = reply.header("location");
      String path = location.substring(location.indexOf("Patient/") + 8);
      ids.add(path.contains("/") ? path.substring(0, path.indexOf('/')) : path);
    }
    return ids;
  }

  String patient(int n) {
    return patients.get(Math.floorMod(n, patients.size()));
  }

  String still(int n) {
    return quiet.get(Math.floorMod(n, quiet.size()));
  }
}

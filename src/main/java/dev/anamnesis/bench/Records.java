package dev.anamnesis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Transactions with a patient's whole record, as Synthea makes them. */
final class Records {

  /**
   * What is made here has so many entries: a patient, encounters with observations, prescriptions.
   */
  private static final int MADE = 8;

  private static final int ENCOUNTERS = 12;
  private static final int OBSERVATIONS = 6;

  private Records() {}

  /** The transactions of a folder, at most two hundred. */
  static List<String> in(Path folder) throws IOException {
    var bundles = new ArrayList<String>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".json")).sorted().limit(200).toList()) {
        bundles.add(Files.readString(file));
      }
    }
    if (bundles.isEmpty()) throw new IOException("the folder of bundles holds no .json file");
    return bundles;
  }

  /** Ninety-seven entries each. */
  static List<String> made(Names names) {
    var bundles = new ArrayList<String>();
    for (int n = 0; n < MADE; n++) {
      var care = new Care(n + 11L, names, new Diary(0));
      var group = new Group();
      int entry = 0;
      String patient = Group.reference(entry);
      group.post(
          entry++, "Patient", new People(n + 11L, names).patient("", names.prefix() + "s" + n));
      for (int e = 0; e < ENCOUNTERS; e++) {
        String encounter = Group.reference(entry);
        group.post(entry++, "Encounter", care.encounter("", patient));
        for (int o = 0; o < OBSERVATIONS; o++) {
          group.post(entry++, "Observation", care.observation("", patient, encounter));
        }
        group.post(entry++, "MedicationRequest", care.prescription("", patient, "completed"));
      }
      bundles.add(group.json());
    }
    return bundles;
  }
}

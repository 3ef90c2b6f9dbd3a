package dev.anamnesis.bench;

import java.io.IOException;
import java.net.URI;

/**
 * What is there before the load begins: a practice of so many patients, some that nothing changes,
 * one with fifty versions.
 *
 * @param then an instant after all of it
 */
record Seeded(Names names, Diary diary, int patients, String then) {

  private static final int QUIET = 300;
  private static final int VERSIONS = 50;

  static Seeded load(URI base, Names names, int patients) throws IOException, InterruptedException {
    var seeding = new Seeding(base, names);
    seeding.staff();
    seeding.patients(0, patients, 0);
    seeding.quiet(QUIET);
    String then = seeding.busy(VERSIONS);
    // Those that are booked during the load come after those of the seed.
    return new Seeded(names, new Diary(2L * patients), patients, then);
  }

  String patient(int n) {
    return names.patient(Math.floorMod(n, patients));
  }

  String still(int n) {
    return names.quiet(Math.floorMod(n, QUIET));
  }

  String prescription(int n) {
    return names.prescription(Math.floorMod(n, patients), 0);
  }
}

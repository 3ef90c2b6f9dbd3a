package dev.anamnesis.bench;

/**
 * The ids of what is seeded; they may be told from a number, so that a million of them take no
 * memory.
 *
 * @param prefix of this run alone, of small letters and digits
 */
record Names(String prefix) {

  String practitioner(int number) {
    return prefix + "gp" + number;
  }

  String room(int number) {
    return prefix + "r" + number;
  }

  /** Also the medical record number. */
  String patient(long number) {
    return prefix + "p" + number;
  }

  String encounter(long patient, int number) {
    return prefix + "e" + patient + "x" + number;
  }

  String observation(long patient, int number) {
    return prefix + "o" + patient + "x" + number;
  }

  String prescription(long patient, int number) {
    return prefix + "m" + patient + "x" + number;
  }

  String appointment(long patient, int number) {
    return prefix + "a" + patient + "x" + number;
  }

  /** One of those that nothing changes. */
  String quiet(int number) {
    return prefix + "q" + number;
  }

  /** The one with many versions. */
  String busy() {
    return prefix + "busy";
  }
}

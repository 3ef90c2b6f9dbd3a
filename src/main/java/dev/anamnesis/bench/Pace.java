package dev.anamnesis.bench;

import java.util.List;

/**
 * How hard and how long.
 *
 * @param clients at once, one number after the other
 * @param seconds each row is measured
 * @param warm seconds each scenario runs before anything is measured
 */
record Pace(List<Integer> clients, double seconds, double warm) {

  Pace {
    clients = List.copyOf(clients);
  }

  int most() {
    return clients.stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  /** Before each row: the scenario before it may have pushed out what this one needs. */
  double again() {
    return warm / 5;
  }
}

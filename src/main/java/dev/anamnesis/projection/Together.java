package dev.anamnesis.projection;

import dev.anamnesis.domain.scheduling.Span;
import java.util.List;
import java.util.Set;

/**
 * What is written together with an appointment, which no table holds yet.
 *
 * @param appointments ids of all that the group writes: what the tables say of them is past
 * @param schedules the same
 * @param taken what others of the group take
 * @param capacities what schedules of the group allow
 */
record Together(
    Set<String> appointments, Set<String> schedules, List<Taken> taken, List<Allowed> capacities) {

  /** A time in which an actor is busy, by an appointment's id. */
  record Taken(String actor, String appointment, Span span) {}

  /** How many an actor's schedule takes at one time. */
  record Allowed(String actor, int capacity) {}
}

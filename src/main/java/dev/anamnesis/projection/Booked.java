package dev.anamnesis.projection;

import dev.anamnesis.domain.scheduling.Span;
import dev.anamnesis.projection.Together.Allowed;
import dev.anamnesis.projection.Together.Taken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Who is booked and how often that may be, where the rule about it looks. */
interface Booked {

  /** More than these of one time are not looked at. */
  int MOST = 10_000;

  /** Appointments that keep one of the actors busy at some time of the span, soonest first. */
  List<Taken> taken(Handle handle, Set<String> actors, Span span, Instant now);

  /**
   * What schedules of these actors allow.
   *
   * @param but ids of schedules to pass over
   */
  List<Allowed> allowed(Handle handle, Set<String> actors, Set<String> but);
}

package dev.anamnesis.process;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens by itself, and when.
 *
 * @param noShow after its end a booked appointment to which nobody came is marked so; empty for
 *     never
 * @param draft a draft that nobody approves is cancelled when it is so old; empty for never
 */
public record Periods(Optional<Duration> noShow, Optional<Duration> draft) {

  /** Holds end and what a death asks for is done; nothing else happens by itself. */
  public static final Periods NONE = new Periods(Optional.empty(), Optional.empty());
}

package dev.anamnesis.projection.search;

import dev.anamnesis.r4.search.Moments;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The instant of {@code _asOf}: of a date with less precision its end, all that was known then. */
public final class AsOf {

  private AsOf() {}

  /** Empty where the text is no date. */
  public static Optional<Instant> instant(String text) {
    return Moments.parse(text.strip().replace(' ', '+'))
        .map(moment -> Instant.EPOCH.plus(moment.high(), ChronoUnit.MICROS));
  }
}

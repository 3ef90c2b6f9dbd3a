package dev.anamnesis.domain;

import java.util.Optional;

/**
 * A resource was brought back to how it was in an earlier version. Said before the facts that do
 * it, by any kind of aggregate; it changes nothing itself.
 *
 * @param version the version it was brought back to
 */
public record Reverted(int version) implements Remark {

  public Reverted {
    if (version < 1) throw new IllegalArgumentException("versions start at 1");
  }

  /** From what is stored of it. */
  public static Reverted of(Optional<String> version) {
    return new Reverted(version.map(Integer::parseInt).orElseThrow());
  }
}

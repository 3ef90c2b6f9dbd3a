package dev.anamnesis.eventstore.seal;

import java.util.List;

/**
 * A document in its stored form.
 *
 * @param proposed keys that must be stored together with it
 */
public record Sealed(byte[] bytes, List<DataKey> proposed) {
  public Sealed {
    proposed = List.copyOf(proposed);
  }
}

package dev.anamnesis.eventstore.seal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of one subject's content: AES-256.
 *
 * @param id random, stored with what it seals
 * @param subject {@code Patient/x} or {@code system}
 */
public record DataKey(long id, String subject, byte[] key) {

  static final String SYSTEM = "system";

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DataKey that && id == that.id && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /** Never the key itself. */
  @Override
  public String toString() {
    return "DataKey";
  }
}

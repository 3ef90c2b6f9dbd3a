package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.RequestKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The {@code Idempotency-Key} header: a write repeated with it is answered what the first one did.
 */
public final class RequestKeys {

  private static final int LONGEST = 200;

  private RequestKeys() {}

  /** Empty where the client gives none. */
  public static Optional<RequestKey> of(Ask ask) {
    String header = ask.headers().get("Idempotency-Key");
    if (header == null) return Optional.empty();
    if (header.isBlank() || header.length() > LONGEST) {
      throw Outcomes.invalid(
          "bad-idempotency-key", "Idempotency-Key takes 1 to %d characters.".formatted(LONGEST));
    }
    byte[] key = Arrays.copyOf(hash(header.getBytes(StandardCharsets.UTF_8)), 16);
    String head = ask.verb() + " " + ask.path() + " " + ask.headers().get("If-Match");
    byte[] fingerprint = Arrays.copyOf(hash(head.getBytes(StandardCharsets.UTF_8), ask.body()), 16);
    return Optional.of(new RequestKey(key, fingerprint));
  }

  private static byte[] hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

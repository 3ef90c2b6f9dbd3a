package dev.anamnesis.eventstore;

import java.util.HexFormat;

/**
 * A client's idempotency key, hashed, and the fingerprint of what it asked: a repeated request with
 * the same key is answered what the first one did, another request with it is refused.
 */
public record RequestKey(byte[] key, byte[] fingerprint) {

  public RequestKey {
    key = key.clone();
    fingerprint = fingerprint.clone();
  }

  String name() {
    return HexFormat.of().formatHex(key);
  }
}

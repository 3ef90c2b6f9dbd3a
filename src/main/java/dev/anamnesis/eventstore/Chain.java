package dev.anamnesis.eventstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * The hash chain: {@code SHA-256(previous ‖ position ‖ micros ‖ leaf)}, the leaf over what is
 * stored of the commit. It covers ciphertext, so destroying a key never breaks it.
 */
public final class Chain {

  static final byte[] GENESIS = new byte[32];

  private Chain() {}

  /** The leaf of a commit, as RFC 6962 hashes leaves: a zero byte, then the content. */
  public static byte[] leaf(
      StreamId stream, int version, Method method, String facts, byte[] payload) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    text(digest, stream.type());
    text(digest, stream.id());
    digest.update(ByteBuffer.allocate(4).putInt(version).flip());
    text(digest, method.name());
    text(digest, facts);
    digest.update(payload);
    return digest.digest();
  }

  public static byte[] link(byte[] previous, long position, Instant recordedAt, byte[] leaf) {
    MessageDigest digest = sha256();
    digest.update(previous);
    digest.update(
        ByteBuffer.allocate(16).putLong(position).putLong(Instants.micros(recordedAt)).flip());
    return digest.digest(leaf);
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

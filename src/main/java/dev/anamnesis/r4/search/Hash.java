package dev.anamnesis.r4.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Texts as numbers of 64 bits: the first half of a half of their SHA-256. */
public final class Hash {

  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Hash::digest);

  private Hash() {}

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  public static long of(String text) {
    return ByteBuffer.wrap(DIGEST.get().digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /** Of a number and texts, told apart where one text ends and the next begins. */
  public static long of(long first, String... rest) {
    MessageDigest digest = DIGEST.get();
    digest.update(ByteBuffer.allocate(8).putLong(0, first));
    for (String text : rest) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}

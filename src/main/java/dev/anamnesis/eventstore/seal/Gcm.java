package dev.anamnesis.eventstore.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a random nonce in front: nonce (12), ciphertext, tag (16). */
final class Gcm {

  static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /** To look one up costs more than to seal 400 bytes; one that failed is not used again. */
  private static final ConcurrentLinkedQueue<Cipher> CIPHERS = new ConcurrentLinkedQueue<>();

  private final SecureRandom random;

  Gcm(SecureRandom random) {
    this.random = random;
  }

  byte[] seal(byte[] key, byte[] plain, byte[] bound) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, bound);
      byte[] sealed = new byte[NONCE + cipher.getOutputSize(plain.length)];
      System.arraycopy(nonce, 0, sealed, 0, NONCE);
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
      CIPHERS.add(cipher);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not to be had", e);
    }
  }

  /**
   * Throws {@link SealBroken} when the bytes, the key or the place is not the one it was sealed
   * with.
   */
  static byte[] open(byte[] key, ByteBuffer sealed, byte[] bound) {
    byte[] array = sealed.array();
    int start = sealed.arrayOffset() + sealed.position();
    int length = sealed.remaining();
    if (length < NONCE) throw new SealBroken();
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, array, start, bound);
      byte[] plain = cipher.doFinal(array, start + NONCE, length - NONCE);
      CIPHERS.add(cipher);
      return plain;
    } catch (AEADBadTagException | javax.crypto.IllegalBlockSizeException e) {
      throw new SealBroken();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not to be had", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, int at, byte[] bound)
      throws GeneralSecurityException {
    Cipher kept = CIPHERS.poll();
    Cipher cipher = kept == null ? Cipher.getInstance("AES/GCM/NoPadding") : kept;
    cipher.init(
        mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce, at, NONCE));
    cipher.updateAAD(bound);
    return cipher;
  }
}

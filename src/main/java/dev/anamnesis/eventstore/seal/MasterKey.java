package dev.anamnesis.eventstore.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** The key that wraps all others: 32 bytes, from a file of mode 0600 or from the environment. */
public final class MasterKey {

  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  final byte[] key;

  private MasterKey(byte[] key) {
    this.key = key;
  }

  /** The key is missing or unfit; the message says what to do. */
  public static final class Unfit extends Exception {
    Unfit(String message) {
      super(message);
    }
  }

  public static MasterKey fromText(String base64) throws Unfit {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new Unfit("The master key is not base64: give 32 random bytes in base64.");
    }
    if (key.length != BYTES) {
      throw new Unfit(
          "The master key has %d bytes: give 32 random bytes in base64.".formatted(key.length));
    }
    return new MasterKey(key);
  }

  /** Reads the file; it must exist and be readable by its owner only. */
  public static MasterKey fromFile(Path file) throws Unfit {
    try {
      if (!Files.exists(file))
        throw new Unfit("The master key file %s is missing.".formatted(file));
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new Unfit("Others can read the master key file %s: chmod 600 it.".formatted(file));
      }
      return fromText(Files.readString(file));
    } catch (IOException e) {
      throw new Unfit("The master key file %s cannot be read.".formatted(file));
    }
  }

  /** Reads the file, making it first where there is none. */
  public static MasterKey fromFileOrNew(Path file, SecureRandom random) throws Unfit {
    if (!Files.exists(file)) {
      byte[] key = new byte[BYTES];
      random.nextBytes(key);
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(
            file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.SYNC);
      } catch (IOException e) {
        throw new Unfit("The master key file %s cannot be made.".formatted(file));
      }
    }
    return fromFile(file);
  }

  /** Tells keys apart without telling them. */
  public String id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

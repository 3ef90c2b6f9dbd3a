package dev.anamnesis.audit.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** The Ed25519 key that signs tree heads, in a file that only its owner reads. */
public final class HeadKey {

  private final PrivateKey secret;
  private final PublicKey open;

  private HeadKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /** Reads the key, or makes one where there is none. */
  public static HeadKey fromFileOrNew(Path file) throws IOException {
    try {
      if (!Files.exists(file)) make(file);
      String[] lines = Files.readString(file).strip().split("\\s+");
      var keys = KeyFactory.getInstance("Ed25519");
      var decoder = Base64.getDecoder();
      return new HeadKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(lines[0]))),
          keys.generatePublic(new X509EncodedKeySpec(decoder.decode(lines[1]))));
    } catch (GeneralSecurityException
        | ArrayIndexOutOfBoundsException
        | IllegalArgumentException e) {
      throw new IOException("the audit key cannot be read", e);
    }
  }

  private static void make(Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path made =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "audit",
            ".key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        made,
        text(pair.getPrivate().getEncoded()) + "\n" + text(pair.getPublic().getEncoded()) + "\n");
    Files.move(made, file);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** X.509 in base64, for whoever verifies. */
  public String publicKey() {
    return text(open.getEncoded());
  }

  String sign(String words) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(words.getBytes(StandardCharsets.UTF_8));
      return text(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a tree head could not be signed", e);
    }
  }

  static boolean holds(String publicKey, String words, String signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(words.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}

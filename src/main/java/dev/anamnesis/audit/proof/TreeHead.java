package dev.anamnesis.audit.proof;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A signed statement of what a tree was: one line of text.
 *
 * @param size how many leaves
 * @param root SHA-256, in hexadecimal
 * @param signature Ed25519 over the line without it, in base64
 */
public record TreeHead(Subject subject, long size, String root, Instant at, String signature) {

  private static final String VERSION = "anamnesis-head-1";

  static TreeHead signed(HeadKey key, Subject subject, long size, byte[] root, Instant at) {
    String hex = HexFormat.of().formatHex(root);
    return new TreeHead(subject, size, hex, at, key.sign(words(subject, size, hex, at)));
  }

  private static String words(Subject subject, long size, String root, Instant at) {
    return String.join(" ", VERSION, subject.label(), Long.toString(size), root, at.toString());
  }

  public String line() {
    return words(subject, size, root, at) + ' ' + signature;
  }

  /** Empty where the line is no head. */
  static Optional<TreeHead> of(String line) {
    String[] cells = line.strip().split(" ");
    if (cells.length != 6 || !cells[0].equals(VERSION) || !cells[2].matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return Subject.of(cells[1])
        .map(
            s ->
                new TreeHead(
                    s, Long.parseLong(cells[2]), cells[3], Instant.parse(cells[4]), cells[5]));
  }

  boolean isSignedBy(String publicKey) {
    return HeadKey.holds(publicKey, words(subject, size, root, at), signature);
  }
}

package dev.anamnesis.audit;

import java.security.MessageDigest;
import java.util.List;

/**
 * Who asks, as it was declared; nothing here was proven. Empty texts where nothing was told.
 *
 * @param user the person's id
 * @param client the program's id
 * @param onBehalfOf the id of whom the user acts for
 * @param purpose a code of v3 PurposeOfUse, such as TREAT
 * @param address where the request came from, an IP address
 */
public record Caller(
    String user, String client, String onBehalfOf, String purpose, String address) {

  /** Characters of each at most. */
  public static final int LONGEST = 128;

  /** This server itself. */
  public static final Caller ITSELF = new Caller("", "anamnesis", "", "", "");

  public Caller {
    user = Texts.stored(user, LONGEST);
    client = Texts.stored(client, LONGEST);
    onBehalfOf = Texts.stored(onBehalfOf, LONGEST);
    purpose = Texts.stored(purpose, LONGEST);
    address = Texts.stored(address, LONGEST);
  }

  List<String> texts() {
    return List.of(user, client, onBehalfOf, purpose, address);
  }

  byte[] digest() {
    MessageDigest digest = Hashes.sha256();
    texts().forEach(text -> Hashes.text(digest, text));
    return digest.digest();
  }
}

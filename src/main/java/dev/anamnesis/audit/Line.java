package dev.anamnesis.audit;

import java.security.MessageDigest;

/**
 * A record on its way into the access log, every reference resolved.
 *
 * @param callerId the caller's row
 * @param patient the patient's stream; 0 for none
 * @param main how far before this record the one is that it adds a patient to; 0 for none
 */
record Line(
    Interaction kind,
    int status,
    Caller caller,
    int callerId,
    long seen,
    long patient,
    int main,
    String request,
    String about,
    String query) {

  /** One more patient of the same interaction: said by the first record, so not said again. */
  Line also(long other, int distance) {
    return new Line(kind, status, caller, callerId, seen, other, distance, "", "", "");
  }

  Line of(long only) {
    return new Line(kind, status, caller, callerId, seen, only, main, request, about, query);
  }

  /** RFC 6962: a zero byte, then what is stored of the record, callers by what they say. */
  byte[] leaf() {
    MessageDigest digest = Hashes.sha256();
    digest.update((byte) 0);
    Hashes.numbers(digest, kind.code(), status, seen, patient, main);
    caller.texts().forEach(text -> Hashes.text(digest, text));
    Hashes.text(digest, request);
    Hashes.text(digest, about);
    Hashes.text(digest, query);
    return digest.digest();
  }

  /** The chain: {@code SHA-256(previous ‖ position ‖ micros ‖ leaf)}. */
  static byte[] link(byte[] previous, long position, long micros, byte[] leaf) {
    MessageDigest digest = Hashes.sha256();
    digest.update(previous);
    Hashes.numbers(digest, position, micros);
    return digest.digest(leaf);
  }
}

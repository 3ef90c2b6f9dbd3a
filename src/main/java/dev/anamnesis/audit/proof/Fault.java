package dev.anamnesis.audit.proof;

/**
 * Something is not what it was.
 *
 * @param where {@code log}, {@code access} or {@code versions}
 * @param position of the record; 0 where it is about none
 * @param words without content
 */
public record Fault(String where, long position, String words) {

  @Override
  public String toString() {
    return where + " " + position + ": " + words;
  }
}

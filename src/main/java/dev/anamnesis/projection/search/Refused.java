package dev.anamnesis.projection.search;

/**
 * Why a search, or a part of it, is not understood.
 *
 * @param code our stable code
 * @param words what a person can act on; they name the parameter, never a value
 */
public record Refused(String code, String words) {

  /** Carries a refusal out of the reading of a query. */
  static final class Thrown extends RuntimeException {
    final transient Refused refused;

    Thrown(String code, String words) {
      super(words, null, false, false);
      this.refused = new Refused(code, words);
    }
  }
}

package dev.anamnesis.projection.search;

/** A search row, without the stream and the positions it holds between. */
sealed interface Row {

  /**
   * @param system of one of many codes, as of identifiers, its system's key; 0 for none
   */
  record Token(long key, long system) implements Row {
    Token(long key) {
      this(key, 0);
    }
  }

  /**
   * @param exact the text as it stands
   */
  record Text(long source, String norm, String exact) implements Row {}

  /**
   * @param ends 1 for the first of its source in the resource, 2 for the last, 3 for both
   */
  record Moment(long source, long low, long high, int ends) implements Row {}

  record Amount(long source, double low, double high, long unit, long code, long human, int ends)
      implements Row {}

  record Link(long source, long target) implements Row {}

  /** A code of those few, for the dictionary. */
  record Code(long key, long source, String system, String code) {}

  /** What a code is called. */
  record Label(long source, String norm, long key) {}
}

package dev.anamnesis.projection.search;

import dev.anamnesis.r4.search.Hash;

/** How rows are keyed: hashes of a source's id and what stands there. */
final class Keys {

  private Keys() {}

  /** A code of a system, an identifier, a URI. */
  static long token(long source, String system, String code) {
    return Hash.of(source, "=", system, code);
  }

  /** The code whatever its system, which stands beside it; only of what is not listed. */
  static long anySystem(long source, String code) {
    return Hash.of(source, "c", code);
  }

  /** The system of a code that is not listed; 0 for none. */
  static long system(long source, String system) {
    return system.isEmpty() ? 0 : Hash.of(source, "s", system);
  }

  static long ofType(long source, String system, String code, String value) {
    return Hash.of(source, "t", system, code, value);
  }

  /** A concept that has a text only. */
  static long label(long source, String norm) {
    return Hash.of(source, "l", norm);
  }

  /** What a reference's identifiers are keyed under. */
  static long logical(long source) {
    return Hash.of(source, ":identifier");
  }

  /** What a composite's component is keyed under, from 0. */
  static long component(long source, int index) {
    return Hash.of(source, "component", Integer.toString(index));
  }

  static long pair(long first, long second) {
    return Hash.of(first, Long.toString(second));
  }

  static long ref(String type, String id) {
    return Hash.of(type + "/" + id);
  }

  /** A reference by URL, and a canonical's with its version as {@code url|version}. */
  static long url(String url) {
    return Hash.of("url " + url);
  }

  /** A unit of measure; 0 for none. */
  static long unit(String system, String code) {
    return code.isEmpty() ? 0 : Hash.of(system + "|" + code);
  }

  static long word(String text) {
    return text.isEmpty() ? 0 : Hash.of(text);
  }
}

package dev.anamnesis.r4.search;

import java.util.Locale;

/** The types of search parameters (https://hl7.org/fhir/R4/search.html#ptypes). */
public enum SearchKind {
  NUMBER,
  DATE,
  STRING,
  TOKEN,
  REFERENCE,
  COMPOSITE,
  QUANTITY,
  URI,
  /** Known by name and refused, as Location's {@code near}. */
  SPECIAL;

  /** As R4 spells it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SearchKind of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}

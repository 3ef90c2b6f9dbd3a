package dev.anamnesis.fhir;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A long text that is served again and again: its bytes are kept in each form it was asked in. */
final class KeptText {

  private final String json;
  private final Map<Written.Form, Written> written = new ConcurrentHashMap<>();

  /**
   * @param json canonical JSON
   */
  KeptText(String json) {
    this.json = json;
  }

  String json() {
    return json;
  }

  /** Whether it is this very text. */
  boolean is(String other) {
    return json == other;
  }

  Written in(Written.Form form) {
    return written.computeIfAbsent(form, asked -> asked.of(json));
  }
}

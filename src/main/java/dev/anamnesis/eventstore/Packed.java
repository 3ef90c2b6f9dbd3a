package dev.anamnesis.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Any text as one that JSON need not escape, for the details of events. */
final class Packed {

  private Packed() {}

  static String of(String text) {
    return Base64.getEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(String packed) {
    return new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
  }
}

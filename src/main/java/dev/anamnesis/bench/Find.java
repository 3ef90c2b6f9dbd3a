package dev.anamnesis.bench;

import java.nio.charset.StandardCharsets;

/** Looks for text in bytes by skipping (Horspool), so that a page of a megabyte costs little. */
final class Find {

  private Find() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Where it first stands, or -1. */
  static int first(byte[] in, int from, int to, byte[] text) {
    byte last = text[text.length - 1];
    int step = step(text);
    for (int i = from + text.length - 1; i < to; ) {
      byte at = in[i];
      if (at == last && matches(in, i - text.length + 1, text)) return i - text.length + 1;
      i += at == last ? step : holds(text, at) ? 1 : text.length;
    }
    return -1;
  }

  static int count(byte[] in, int from, int to, byte[] text) {
    int count = 0;
    for (int at = first(in, from, to, text); at >= 0; at = first(in, at, to, text)) {
      count++;
      at += text.length;
    }
    return count;
  }

  /** How far to go when its last byte was met and the rest differed. */
  private static int step(byte[] text) {
    byte last = text[text.length - 1];
    for (int i = text.length - 2; i >= 0; i--) {
      if (text[i] == last) return text.length - 1 - i;
    }
    return text.length;
  }

  private static boolean holds(byte[] text, byte one) {
    for (byte b : text) if (b == one) return true;
    return false;
  }

  private static boolean matches(byte[] in, int at, byte[] text) {
    for (int i = 0; i < text.length; i++) if (in[at + i] != text[i]) return false;
    return true;
  }
}

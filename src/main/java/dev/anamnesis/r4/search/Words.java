package dev.anamnesis.r4.search;

import java.text.Normalizer;
import java.util.Locale;

/** Texts as search compares them: without case, accents and doubled spaces. */
public final class Words {

  private Words() {}

  public static String normal(String text) {
    String lower =
        isPlain(text)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    lower = lower.toLowerCase(Locale.ROOT);
    return lower.indexOf(' ') < 0 && isPlain(lower) ? lower : lower.strip().replaceAll("\\s+", " ");
  }

  /** Only printable ASCII: nothing to take off. */
  private static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < ' ' || text.charAt(at) > '~') return false;
    }
    return true;
  }
}

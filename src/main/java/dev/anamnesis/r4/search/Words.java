package dev.anamnesis.r4.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as search compares them: without case, accents and doubled spaces. */
public final class Words {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Words() {}

  public static String normal(String text) {
    String lower =
        isPlain(text)
            ? text
            : MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    lower = lower.toLowerCase(Locale.ROOT);
    return isPlain(lower) && isSpacedOnce(lower)
        ? lower
        : SPACES.matcher(lower.strip()).replaceAll(" ");
  }

  /** Of printable ASCII: spaces stand alone, and at neither end. */
  private static boolean isSpacedOnce(String text) {
    return !text.startsWith(" ") && !text.endsWith(" ") && !text.contains("  ");
  }

  /** Only printable ASCII: nothing to take off. */
  private static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) < ' ' || text.charAt(at) > '~') return false;
    }
    return true;
  }
}

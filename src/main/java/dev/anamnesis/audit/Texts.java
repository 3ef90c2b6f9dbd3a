package dev.anamnesis.audit;

/** Texts from outside, made fit to be stored. */
final class Texts {

  private Texts() {}

  /**
   * What PostgreSQL cannot keep, and control characters, become question marks; what is longer is
   * cut.
   */
  static String stored(String text, int longest) {
    return text.length() <= longest && isClean(text) ? text : cleaned(text, longest);
  }

  /** Most are: these are not copied. */
  private static boolean isClean(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) return false;
    }
    return true;
  }

  private static String cleaned(String text, int longest) {
    var out = new StringBuilder(Math.min(text.length(), longest));
    for (int at = 0; at < text.length() && out.length() < longest; at++) {
      char c = text.charAt(at);
      boolean pair =
          Character.isHighSurrogate(c)
              && at + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(at + 1));
      if (pair) out.append(c).append(text.charAt(++at));
      else out.append(c < ' ' || c == 0x7f || Character.isSurrogate(c) ? '?' : c);
    }
    return out.toString();
  }
}

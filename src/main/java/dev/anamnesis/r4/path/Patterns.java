package dev.anamnesis.r4.path;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions of a resource's author or a client: bounded, whatever they are. */
final class Patterns {

  private static final int LONGEST_PATTERN = 1000;
  private static final int LONGEST_TEXT = 10_000;
  private static final int KEPT = 200;
  private static final Map<String, Pattern> KNOWN = new ConcurrentHashMap<>();

  private Patterns() {}

  static Matcher matcher(Evaluation run, String regex, String text) {
    if (regex.length() > LONGEST_PATTERN || text.length() > LONGEST_TEXT) {
      throw new FhirPath.Failed("a regular expression or its text is too long");
    }
    return pattern(regex).matcher(new Counted(run, text));
  }

  private static Pattern pattern(String regex) {
    Pattern known = KNOWN.get(regex);
    if (known != null) return known;
    try {
      var compiled = Pattern.compile(regex, Pattern.DOTALL);
      if (KNOWN.size() < KEPT) KNOWN.put(regex, compiled);
      return compiled;
    } catch (PatternSyntaxException e) {
      throw new FhirPath.Failed("the regular expression is none");
    }
  }

  /** Each look at a character is a step, so that backtracking comes to an end. */
  private record Counted(Evaluation run, String text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      run.step();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}

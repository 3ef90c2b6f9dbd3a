package dev.anamnesis.audit;

import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the Patients that canonical JSON speaks of: by reference, or as a Bundle's entry. */
public final class Mentions {

  private static final String PATIENT = "Patient/";

  /** Patients of one answer at most; a history page holds 1,000 versions. */
  private static final int MOST = 2000;

  private Mentions() {}

  /** Ids, in the order they come. */
  public static Set<String> in(String json) {
    var ids = new LinkedHashSet<String>();
    int at = json.indexOf(PATIENT);
    while (at >= 0 && ids.size() < MOST) {
      int start = at + PATIENT.length();
      int end = start;
      while (end < json.length() && isIdPart(json.charAt(end))) end++;
      if (isWhole(json, at, start, end)) ids.add(json.substring(start, end));
      at = json.indexOf(PATIENT, end);
    }
    return ids;
  }

  /** In quotes that no backslash escapes, alone or behind a base, a version behind it or not. */
  private static boolean isWhole(String json, int at, int start, int end) {
    if (at == 0 || end == start || end - start > 64 || end >= json.length()) return false;
    char before = json.charAt(at - 1);
    boolean begins = before == '/' || before == '"' && at > 1 && json.charAt(at - 2) != '\\';
    return begins && (json.charAt(end) == '"' || json.startsWith("/_history/", end));
  }

  private static boolean isIdPart(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.';
  }
}

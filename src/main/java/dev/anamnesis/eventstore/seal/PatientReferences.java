package dev.anamnesis.eventstore.seal;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds whom canonical JSON refers to: every {@code reference} to a Patient, relative or absolute.
 */
final class PatientReferences {

  private static final String MEMBER = "\"reference\":\"";
  private static final Pattern PATIENT =
      Pattern.compile("(?:.*/)?Patient/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

  private PatientReferences() {}

  /**
   * Patient ids, sorted. A quote inside a JSON string is escaped, so the search finds members only.
   */
  static Set<String> in(String json) {
    var ids = new TreeSet<String>();
    int at = json.indexOf(MEMBER);
    while (at >= 0) {
      int start = at + MEMBER.length();
      int end = json.indexOf('"', start);
      if (json.indexOf("Patient/", start) >= 0) {
        var matcher = PATIENT.matcher(json.substring(start, end));
        if (matcher.matches()) ids.add(matcher.group(1));
      }
      at = json.indexOf(MEMBER, end);
    }
    return ids;
  }
}

package dev.anamnesis.fhir;

import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IdType;

/** Logical ids as R4 spells them. */
final class Ids {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private Ids() {}

  static String checked(IdType id) {
    String part = id.getIdPart();
    if (part == null || !ID.matcher(part).matches()) {
      throw Outcomes.invalid(
          "bad-id", "The id in the URL is not one: up to 64 letters, digits, dots and hyphens.");
    }
    return part;
  }
}

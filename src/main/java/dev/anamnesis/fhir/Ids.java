package dev.anamnesis.fhir;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Logical ids as R4 spells them. */
public final class Ids {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private Ids() {}

  /** Whether the text is one: up to 64 letters, digits, dots and hyphens. */
  public static boolean is(String text) {
    return ID.matcher(text).matches();
  }

  /** Refuses what is no id. */
  public static String checked(@Nullable String part) {
    if (part == null || !is(part)) {
      throw Outcomes.invalid(
          "bad-id", "The id in the URL is not one: up to 64 letters, digits, dots and hyphens.");
    }
    return part;
  }
}

package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.path.FhirPath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operation's path selects.
 *
 * @param list the path as parent and member, which finds a list that has no items yet
 */
record Path(FhirPath selects, Optional<ListPath> list) {

  record ListPath(FhirPath parent, String name) {}

  private static final Pattern LAST_STEP = Pattern.compile("(.+)\\.([A-Za-z][A-Za-z0-9]*)\\s*");

  static Path parse(String text) {
    try {
      return new Path(FhirPath.parse(text), list(text));
    } catch (FhirPath.Malformed e) {
      throw Unfit.malformed(
          "patch-bad-path",
          "The path is no FHIRPath expression: look at character %d.".formatted(e.at()));
    }
  }

  private static Optional<ListPath> list(String text) {
    Matcher step = LAST_STEP.matcher(text);
    if (!step.matches()) return Optional.empty();
    try {
      return Optional.of(new ListPath(FhirPath.parse(step.group(1)), step.group(2)));
    } catch (FhirPath.Malformed e) {
      return Optional.empty();
    }
  }
}

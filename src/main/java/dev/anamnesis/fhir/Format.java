package dev.anamnesis.fhir;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formats that come in and go out (https://hl7.org/fhir/R4/http.html#mime-type). */
enum Format {
  JSON("application/fhir+json;charset=UTF-8"),
  XML("application/fhir+xml;charset=UTF-8");

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([A-Za-z]+)\\s*=\\s*\"?([^\";\\s]*)\"?\\s*");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** By a media type, without its parameters. */
  static Optional<Format> of(String mediaType) {
    return switch (mediaType.strip().toLowerCase(Locale.ROOT)) {
      case "application/fhir+json", "application/json", "text/json", "application/json+fhir" ->
          Optional.of(JSON);
      case "application/fhir+xml", "application/xml", "text/xml", "application/xml+fhir" ->
          Optional.of(XML);
      default -> Optional.empty();
    };
  }

  /** The media type alone. */
  static String type(String header) {
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** A parameter of a media type, in lower case: {@code charset}, {@code q}. */
  static Optional<String> parameter(String header, String name) {
    Matcher parameters = PARAMETER.matcher(header);
    while (parameters.find()) {
      if (parameters.group(1).equalsIgnoreCase(name)) {
        return Optional.of(parameters.group(2).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the version a client names is R4's
   * (https://hl7.org/fhir/R4/http.html#version-parameter).
   */
  static boolean isR4(String header) {
    return parameter(header, "fhirVersion").stream()
        .allMatch(version -> version.equals("4.0") || version.equals("4.0.1"));
  }
}

package dev.anamnesis.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** FHIR References as {@code Type/id}, however they are written: absolute, of a version. */
public final class Pointer {

  private static final Pattern REFERENCE =
      Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

  private Pointer() {}

  /** The resource that the member, a Reference, names; empty where it names none. */
  public static Optional<String> in(Elements holder, String member) {
    return holder.get(member).flatMap(Pointer::of);
  }

  /** The same of a Reference's own JSON. */
  public static Optional<String> of(String json) {
    if (!json.startsWith("{")) return Optional.empty();
    return Elements.parse(json)
        .text("reference")
        .map(REFERENCE::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1));
  }

  /** The id, where it is of this type. */
  public static Optional<String> id(String reference, String type) {
    return reference.startsWith(type + "/")
        ? Optional.of(reference.substring(type.length() + 1))
        : Optional.empty();
  }
}

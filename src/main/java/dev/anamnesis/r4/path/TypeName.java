package dev.anamnesis.r4.path;

import java.util.Locale;

/**
 * A type as an expression names it.
 *
 * @param namespace {@code FHIR}, {@code System} or empty for either
 */
record TypeName(String namespace, String name) {

  boolean holds(Item item) {
    return switch (item) {
      case Value value -> !namespace.equals("FHIR") && named(value.type());
      case Node node ->
          !namespace.equals("System")
              && (node.is(name) || namespace.isEmpty() && spelledLarge(node));
    };
  }

  /** {@code is string} of a computed String: the one is implicitly the other. */
  private boolean named(String own) {
    return namespace.isEmpty() ? own.equalsIgnoreCase(name) : own.equals(name);
  }

  /** {@code is Boolean} of a FHIR boolean: the one is implicitly the other. */
  private boolean spelledLarge(Node node) {
    return switch (name) {
      case "Boolean", "String", "Integer", "Decimal", "Date", "Time" ->
          node.is(name.toLowerCase(Locale.ROOT));
      case "DateTime" -> node.is("dateTime");
      default -> false;
    };
  }
}

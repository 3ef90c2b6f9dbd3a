package dev.anamnesis.r4.search;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shapes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reference names. */
public final class References {

  private static final Pattern LITERAL =
      Pattern.compile(
          "(?:([a-z][a-z0-9+.-]*://.+)/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");

  private References() {}

  /** A literal reference of the form {@code [base/]Type/id[/_history/version]}. */
  public record Literal(String base, String type, String id) {}

  public static Optional<Literal> literal(String reference) {
    Matcher matcher = LITERAL.matcher(reference);
    if (!matcher.matches() || Shapes.R4.resource(matcher.group(2)).isEmpty()) {
      return Optional.empty();
    }
    String base = matcher.group(1) == null ? "" : matcher.group(1);
    return Optional.of(new Literal(base, matcher.group(2), matcher.group(3)));
  }

  /** The type of what an element refers to; empty where it does not say. */
  static String type(Node node) {
    return switch (node.json()) {
      case Json.Text(String url) -> literal(url).map(Literal::type).orElse("");
      case Json.Obj reference ->
          reference
              .string("reference")
              .flatMap(References::literal)
              .map(Literal::type)
              .or(() -> reference.string("type"))
              .orElse("");
      case Json.Arr(var items) -> "";
      case Json.Num(String spelling) -> "";
      case Json.Bool(boolean value) -> "";
      case Json.Null() -> "";
    };
  }
}

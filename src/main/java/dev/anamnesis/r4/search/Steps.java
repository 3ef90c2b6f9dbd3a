package dev.anamnesis.r4.search;

import dev.anamnesis.r4.path.FhirPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A search expression's way through a resource; compiled from the FHIRPath that R4 gives. */
public record Steps(List<Step> steps) {

  public Steps {
    steps = List.copyOf(steps);
  }

  /** One step. */
  public sealed interface Step {
    record Member(String name) implements Step {}

    record Item(int index) implements Step {}

    record OfType(String type) implements Step {}

    record Where(String member, String value) implements Step {}

    /** References to resources of one type. */
    record ResolvesTo(String type) implements Step {}

    /** From the root of the resource. */
    record Root() implements Step {}

    /** From the root, by a FHIRPath engine: for what is not compiled. */
    record Engine(FhirPath path) implements Step {}

    /** Whether the member is there and is not {@code false}. */
    record NotFalse(String member) implements Step {}
  }

  private static final Pattern MEMBER = Pattern.compile("([a-z]\\w*)(\\[(\\d+)\\])?");
  private static final Pattern AS = Pattern.compile("(?:as|ofType)\\((\\w+)\\)");
  private static final Pattern WHERE = Pattern.compile("where\\((\\w+) ?= ?'([^']*)'\\)");
  private static final Pattern RESOLVES = Pattern.compile("where\\(resolve\\(\\) is (\\w+)\\)");
  private static final Pattern NOT_FALSE =
      Pattern.compile("\\w+\\.(\\w+)\\.exists\\(\\) and \\w+\\.(\\w+) != false");
  private static final Pattern INFIX_AS = Pattern.compile("(.*) as (\\w+)");
  private static final Pattern INNER_AS = Pattern.compile("\\((.*) as (\\w+)\\)((?:\\.\\w+)*)");

  /** Of a leaf that begins with its resource type. Empty where it needs a FHIRPath engine. */
  static Optional<Steps> ofResource(String leaf) {
    Matcher notFalse = NOT_FALSE.matcher(leaf);
    if (notFalse.matches() && notFalse.group(1).equals(notFalse.group(2))) {
      return Optional.of(new Steps(List.of(new Step.NotFalse(notFalse.group(1)))));
    }
    Matcher inner = INNER_AS.matcher(leaf);
    if (inner.matches()) {
      return ofResource(inner.group(1) + ".as(" + inner.group(2) + ")" + inner.group(3));
    }
    Matcher infix = INFIX_AS.matcher(leaf);
    if (infix.matches()) return ofResource(infix.group(1) + ".as(" + infix.group(2) + ")");
    int dot = leaf.indexOf('.');
    return dot < 0 ? Optional.of(new Steps(List.of())) : relative(leaf.substring(dot + 1));
  }

  /** Of a composite's component. */
  static Optional<Steps> relative(String path) {
    var steps = new ArrayList<Step>();
    for (String part : parts(path)) {
      Matcher member = MEMBER.matcher(part);
      Matcher as = AS.matcher(part);
      Matcher where = WHERE.matcher(part);
      Matcher resolves = RESOLVES.matcher(part);
      if (part.equals("%resource")) {
        steps.add(new Step.Root());
      } else if (member.matches()) {
        steps.add(new Step.Member(member.group(1)));
        if (member.group(3) != null) steps.add(new Step.Item(Integer.parseInt(member.group(3))));
      } else if (as.matches()) {
        steps.add(new Step.OfType(as.group(1)));
      } else if (where.matches()) {
        steps.add(new Step.Where(where.group(1), where.group(2)));
      } else if (resolves.matches()) {
        steps.add(new Step.ResolvesTo(resolves.group(1)));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Steps(steps));
  }

  /** Cut at the dots that stand in no parentheses and no quotes. */
  private static List<String> parts(String path) {
    var parts = new ArrayList<String>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at < path.length(); at++) {
      char c = path.charAt(at);
      if (c == '\'') quoted = !quoted;
      if (quoted) continue;
      if (c == '(') depth++;
      if (c == ')') depth--;
      if (c == '.' && depth == 0) {
        parts.add(path.substring(start, at));
        start = at + 1;
      }
    }
    parts.add(path.substring(start));
    return parts;
  }

  /** The type a last {@link Step.ResolvesTo} asks for; empty for none. */
  String only() {
    return !steps.isEmpty() && steps.getLast() instanceof Step.ResolvesTo(String type) ? type : "";
  }

  Steps withoutOnly() {
    return only().isEmpty() ? this : new Steps(steps.subList(0, steps.size() - 1));
  }
}

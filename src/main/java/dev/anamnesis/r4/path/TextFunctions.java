package dev.anamnesis.r4.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What can be done with a string. Without one, or without an argument, the result is empty. */
final class TextFunctions {

  /** Something about a text and another. */
  private interface OfTwo {
    List<Item> apply(Evaluation run, String text, String other);
  }

  static final List<Function> ALL =
      List.of(
          ofTwo("startsWith", (run, text, other) -> Value.of(text.startsWith(other))),
          ofTwo("endsWith", (run, text, other) -> Value.of(text.endsWith(other))),
          ofTwo("contains", (run, text, other) -> Value.of(text.contains(other))),
          ofTwo("indexOf", (run, text, other) -> Value.of(text.indexOf(other))),
          ofTwo("lastIndexOf", (run, text, other) -> Value.of(text.lastIndexOf(other))),
          ofTwo("matches", TextFunctions::matches),
          ofTwo(
              "matchesFull",
              (run, text, regex) -> Value.of(Patterns.matcher(run, regex, text).matches())),
          ofTwo("split", TextFunctions::split),
          mapped("upper", text -> text.toUpperCase(Locale.ROOT)),
          mapped("lower", text -> text.toLowerCase(Locale.ROOT)),
          mapped("trim", String::strip),
          new Function("length", 0, 0, TextFunctions::length),
          new Function("toChars", 0, 0, TextFunctions::toChars),
          new Function("substring", 1, 2, TextFunctions::substring),
          new Function("replace", 2, 2, TextFunctions::replace),
          new Function("replaceMatches", 2, 2, TextFunctions::replaceMatches),
          new Function("join", 0, 1, TextFunctions::join));

  private static final int LONGEST = 1_000_000;

  private TextFunctions() {}

  private static Function ofTwo(String name, OfTwo body) {
    return new Function(
        name,
        1,
        1,
        (run, input, arguments, scope) -> {
          String text = Evaluation.text(input);
          String other = Evaluation.text(run.eval(arguments.getFirst(), scope));
          return text == null || other == null ? Value.NONE : body.apply(run, text, other);
        });
  }

  private static Function mapped(String name, UnaryOperator<String> body) {
    return new Function(
        name,
        0,
        0,
        (run, input, arguments, scope) -> {
          String text = Evaluation.text(input);
          return text == null ? Value.NONE : Value.of(body.apply(text));
        });
  }

  /** Anywhere in the text; a pattern that means all of it says so with anchors. */
  private static List<Item> matches(Evaluation run, String text, String regex) {
    return guarded(() -> Value.of(Patterns.matcher(run, regex, text).find()));
  }

  /** A pattern that repeats a group goes as deep as its text is long. */
  private static List<Item> guarded(java.util.function.Supplier<List<Item>> matching) {
    try {
      return matching.get();
    } catch (StackOverflowError e) {
      throw new FhirPath.Failed("the regular expression goes too deep");
    }
  }

  private static List<Item> split(Evaluation run, String text, String separator) {
    if (separator.isEmpty()) return Value.of(text);
    var found = new ArrayList<Item>();
    for (String part : Arrays.asList(text.split(Pattern.quote(separator), -1))) {
      run.step();
      found.addAll(Value.of(part));
    }
    return found;
  }

  private static List<Item> length(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String text = Evaluation.text(input);
    return text == null ? Value.NONE : Value.of(text.length());
  }

  private static List<Item> toChars(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String text = Evaluation.text(input);
    if (text == null) return Value.NONE;
    var found = new ArrayList<Item>();
    for (int at = 0; at < text.length(); at++) {
      run.step();
      found.addAll(Value.of(text.substring(at, at + 1)));
    }
    return found;
  }

  private static List<Item> substring(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String text = Evaluation.text(input);
    List<Item> start = run.eval(arguments.getFirst(), scope);
    if (text == null || start.isEmpty()) return Value.NONE;
    int from = Evaluation.whole(start);
    if (from < 0 || from >= text.length()) return Value.NONE;
    List<Item> length = arguments.size() > 1 ? run.eval(arguments.get(1), scope) : Value.NONE;
    long to = length.isEmpty() ? text.length() : (long) from + Evaluation.whole(length);
    return Value.of(text.substring(from, (int) Math.clamp(to, from, text.length())));
  }

  private static List<Item> replace(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String text = Evaluation.text(input);
    String old = Evaluation.text(run.eval(arguments.getFirst(), scope));
    String other = Evaluation.text(run.eval(arguments.get(1), scope));
    if (text == null || old == null || other == null) return Value.NONE;
    if ((long) text.length() * (other.length() + 1L) > LONGEST) {
      throw new FhirPath.Failed("a string is too long");
    }
    return Value.of(text.replace(old, other));
  }

  private static List<Item> replaceMatches(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String text = Evaluation.text(input);
    String regex = Evaluation.text(run.eval(arguments.getFirst(), scope));
    String other = Evaluation.text(run.eval(arguments.get(1), scope));
    if (text == null || regex == null || other == null) return Value.NONE;
    if ((long) text.length() * (other.length() + 1L) > LONGEST) {
      throw new FhirPath.Failed("a string is too long");
    }
    try {
      return guarded(() -> Value.of(Patterns.matcher(run, regex, text).replaceAll(other)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new FhirPath.Failed("the replacement names a group there is not");
    }
  }

  private static List<Item> join(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String separator =
        arguments.isEmpty() ? "" : Evaluation.text(run.eval(arguments.getFirst(), scope));
    if (separator == null || input.isEmpty()) return Value.NONE;
    var out = new StringBuilder();
    for (int at = 0; at < input.size(); at++) {
      run.step();
      if (at > 0) out.append(separator);
      out.append(Evaluation.text(List.of(input.get(at))));
      if (out.length() > LONGEST) throw new FhirPath.Failed("a string is too long");
    }
    return Value.of(out.toString());
  }
}

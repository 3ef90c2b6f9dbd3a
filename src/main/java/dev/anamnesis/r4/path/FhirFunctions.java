package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What FHIR adds (https://hl7.org/fhir/R4/fhirpath.html#functions), and the clock. */
final class FhirFunctions {

  static final List<Function> ALL =
      List.of(
          Function.plain("hasValue", FhirFunctions::hasValue),
          Function.plain("getValue", FhirFunctions::getValue),
          new Function("resolve", 0, 0, FhirFunctions::resolve),
          new Function("extension", 1, 1, FhirFunctions::extension),
          new Function("hasExtension", 1, 1, FhirFunctions::hasExtension),
          new Function("htmlChecks", 0, 0, FhirFunctions::htmlChecks),
          new Function("memberOf", 1, 1, FhirFunctions::memberOf),
          clock("now", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"),
          clock("today", "yyyy-MM-dd"),
          clock("timeOfDay", "'T'HH:mm:ss.SSS"));

  private FhirFunctions() {}

  private static Function clock(String name, String pattern) {
    var format = DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
    return new Function(
        name,
        0,
        0,
        (run, input, arguments, scope) -> {
          OffsetDateTime now =
              run.environment
                  .now()
                  .orElseThrow(() -> new FhirPath.Failed("there is no clock here"))
                  .truncatedTo(ChronoUnit.MILLIS);
          return Logic.found(Moment.literal(format.format(now)));
        });
  }

  private static List<Item> hasValue(List<Item> input) {
    return Value.of(input.size() == 1 && isPrimitive(input.getFirst()));
  }

  private static boolean isPrimitive(Item item) {
    return switch (item.json()) {
      case Json.Text _, Json.Num _, Json.Bool _ -> true;
      case Json.Obj _, Json.Arr _, Json.Null _ -> false;
    };
  }

  private static List<Item> getValue(List<Item> input) {
    if (input.size() != 1 || !isPrimitive(input.getFirst())) return Value.NONE;
    return Logic.found(Scalar.of(input.getFirst()));
  }

  private static List<Item> resolve(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (input.isEmpty()) return input;
    var found = new ArrayList<Item>(input.size());
    for (Item item : input) {
      run.step();
      run.environment.resolve(item).ifPresent(found::add);
    }
    return found;
  }

  private static List<Item> extension(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    String url = Evaluation.text(run.eval(arguments.getFirst(), scope));
    var found = new ArrayList<Item>(1);
    if (url == null) return found;
    for (Item item : input) {
      for (Item extension : item.children("extension")) {
        run.step();
        if (extension.json() instanceof Json.Obj object
            && object.string("url").filter(url::equals).isPresent()) found.add(extension);
      }
    }
    return found;
  }

  private static List<Item> hasExtension(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    return Value.of(!extension(run, input, arguments, scope).isEmpty());
  }

  private static List<Item> htmlChecks(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    Item div = Evaluation.single(input);
    return div == null ? Value.NONE : Value.of(run.environment.htmlChecks(div));
  }

  private static List<Item> memberOf(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    Item coded = Evaluation.single(input);
    String valueSet = Evaluation.text(run.eval(arguments.getFirst(), scope));
    if (coded == null || valueSet == null) return Value.NONE;
    return run.environment.memberOf(coded, valueSet).map(Value::of).orElse(Value.NONE);
  }
}

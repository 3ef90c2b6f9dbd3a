package dev.anamnesis.r4.path;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Whether there is something, and whether all of it is so. */
final class ExistenceFunctions {

  static final List<Function> ALL =
      List.of(
          Function.plain("empty", input -> Value.of(input.isEmpty())),
          new Function("exists", 0, 1, ExistenceFunctions::exists),
          new Function("all", 1, 1, ExistenceFunctions::all),
          Function.plain("allTrue", input -> Value.of(every(input, truth -> truth))),
          Function.plain("allFalse", input -> Value.of(every(input, truth -> !truth))),
          Function.plain("anyTrue", input -> Value.of(!every(input, truth -> !truth))),
          Function.plain("anyFalse", input -> Value.of(!every(input, truth -> truth))),
          Function.plain("count", input -> Value.of(input.size())),
          Function.plain("not", input -> Logic.not(Logic.truth(input))),
          new Function(
              "distinct", 0, 0, (run, input, args, scope) -> Equality.distinct(run, input)),
          new Function("isDistinct", 0, 0, ExistenceFunctions::isDistinct),
          new Function(
              "subsetOf",
              1,
              1,
              (run, input, args, scope) ->
                  Value.of(isWithin(run, input, run.eval(args.getFirst(), scope)))),
          new Function(
              "supersetOf",
              1,
              1,
              (run, input, args, scope) ->
                  Value.of(isWithin(run, run.eval(args.getFirst(), scope), input))));

  private ExistenceFunctions() {}

  private static List<Item> exists(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (arguments.isEmpty()) return Value.of(!input.isEmpty());
    for (int at = 0; at < input.size(); at++) {
      if (run.holds(arguments.getFirst(), input.get(at), at)) return Value.TRUE;
    }
    return Value.FALSE;
  }

  private static List<Item> all(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    for (int at = 0; at < input.size(); at++) {
      if (!run.holds(arguments.getFirst(), input.get(at), at)) return Value.FALSE;
    }
    return Value.TRUE;
  }

  private static boolean every(List<Item> input, Predicate<Boolean> condition) {
    for (Item item : input) {
      if (!(Scalar.of(item) instanceof Scalar.Truth(boolean value))) {
        throw new FhirPath.Failed("only booleans are expected");
      }
      if (!condition.test(value)) return false;
    }
    return true;
  }

  private static List<Item> isDistinct(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    return Value.of(Equality.distinct(run, input).size() == input.size());
  }

  private static boolean isWithin(Evaluation run, List<Item> part, List<Item> whole) {
    if (part.isEmpty()) return true;
    Set<Object> keys = Equality.keys(run, whole);
    return part.stream().allMatch(item -> keys.contains(Equality.key(item)));
  }
}

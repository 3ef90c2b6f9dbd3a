package dev.anamnesis.r4.path;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Choosing, following and putting together. */
final class SelectionFunctions {

  static final List<Function> ALL =
      List.of(
          new Function("where", 1, 1, SelectionFunctions::where),
          new Function("select", 1, 1, SelectionFunctions::select),
          new Function("repeat", 1, 1, SelectionFunctions::repeat),
          new Function("aggregate", 1, 2, SelectionFunctions::aggregate),
          new Function("iif", 2, 3, SelectionFunctions::iif),
          new Function("trace", 1, 2, (run, input, args, scope) -> input),
          Function.plain("first", input -> part(input, 0, 1)),
          Function.plain("last", input -> part(input, input.size() - 1, input.size())),
          Function.plain("tail", input -> part(input, 1, input.size())),
          Function.plain("single", SelectionFunctions::single),
          new Function(
              "skip",
              1,
              1,
              (run, input, args, scope) ->
                  part(input, Evaluation.whole(run.eval(args.getFirst(), scope)), input.size())),
          new Function(
              "take",
              1,
              1,
              (run, input, args, scope) ->
                  part(input, 0, Evaluation.whole(run.eval(args.getFirst(), scope)))),
          new Function(
              "union",
              1,
              1,
              (run, input, args, scope) ->
                  Equality.union(run, input, run.eval(args.getFirst(), scope))),
          new Function("combine", 1, 1, SelectionFunctions::combine),
          new Function("intersect", 1, 1, SelectionFunctions::intersect),
          new Function("exclude", 1, 1, SelectionFunctions::exclude),
          new Function("children", 0, 0, (run, input, args, scope) -> children(run, input)),
          new Function("descendants", 0, 0, SelectionFunctions::descendants));

  private SelectionFunctions() {}

  private static List<Item> where(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (input.isEmpty()) return input;
    var found = new ArrayList<Item>(input.size());
    for (int at = 0; at < input.size(); at++) {
      if (run.holds(arguments.getFirst(), input.get(at), at)) found.add(input.get(at));
    }
    return found;
  }

  private static List<Item> select(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (input.isEmpty()) return input;
    var found = new ArrayList<Item>(input.size());
    for (int at = 0; at < input.size(); at++) {
      run.step();
      found.addAll(run.eval(arguments.getFirst(), Scope.of(input.get(at), at)));
    }
    return found;
  }

  /** What equals an item that was found is not followed again. */
  private static List<Item> repeat(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    var seen = new java.util.HashSet<Object>();
    var found = new ArrayList<Item>();
    var open = new ArrayDeque<Item>(input);
    while (!open.isEmpty()) {
      run.step();
      for (Item item : run.eval(arguments.getFirst(), Scope.of(open.removeFirst(), 0))) {
        run.step();
        if (seen.add(Equality.key(item))) {
          found.add(item);
          open.addLast(item);
        }
      }
    }
    return found;
  }

  private static List<Item> aggregate(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    List<Item> total = arguments.size() > 1 ? run.eval(arguments.get(1), scope) : Value.NONE;
    for (int at = 0; at < input.size(); at++) {
      run.step();
      total = run.eval(arguments.getFirst(), new Scope(List.of(input.get(at)), at, total));
    }
    return total;
  }

  private static List<Item> iif(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    // At the start of a path the input is $this itself, and its index stays.
    Scope inner = input == scope.self() ? scope : new Scope(input, 0, scope.total());
    if (Boolean.TRUE.equals(Logic.truth(run.eval(arguments.getFirst(), inner)))) {
      return run.eval(arguments.get(1), inner);
    }
    return arguments.size() > 2 ? run.eval(arguments.get(2), inner) : Value.NONE;
  }

  private static List<Item> single(List<Item> input) {
    Item item = Evaluation.single(input);
    return item == null ? Value.NONE : input;
  }

  private static List<Item> part(List<Item> input, int from, int to) {
    int start = Math.max(0, from);
    int end = Math.min(input.size(), to);
    return start >= end ? Value.NONE : input.subList(start, end);
  }

  private static List<Item> combine(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    List<Item> other = run.eval(arguments.getFirst(), scope);
    if (other.isEmpty()) return input;
    var both = new ArrayList<Item>(input.size() + other.size());
    both.addAll(input);
    both.addAll(other);
    return both;
  }

  private static List<Item> intersect(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (input.isEmpty()) return input;
    Set<Object> keys = Equality.keys(run, run.eval(arguments.getFirst(), scope));
    return Equality.distinct(
        run, input.stream().filter(item -> keys.contains(Equality.key(item))).toList());
  }

  private static List<Item> exclude(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    if (input.isEmpty()) return input;
    Set<Object> keys = Equality.keys(run, run.eval(arguments.getFirst(), scope));
    return input.stream().filter(item -> !keys.contains(Equality.key(item))).toList();
  }

  static List<Item> children(Evaluation run, List<Item> input) {
    var found = new ArrayList<Item>();
    for (Item item : input) {
      run.step();
      if (item instanceof Node node) node.children(found);
    }
    return found;
  }

  private static List<Item> descendants(
      Evaluation run, List<Item> input, List<Expr> arguments, Scope scope) {
    List<Item> found = children(run, input);
    for (int at = 0; at < found.size(); at++) {
      run.step();
      if (found.get(at) instanceof Node node) node.children(found);
    }
    return found;
  }
}

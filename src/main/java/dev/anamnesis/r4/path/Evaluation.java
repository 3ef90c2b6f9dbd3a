package dev.anamnesis.r4.path;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One evaluation of an expression, with its bounds. */
final class Evaluation {

  /** How deep evaluation may go. */
  private static final int DEEPEST = 300;

  private final Item context;
  final Environment environment;
  private int left;
  private int depth;

  Evaluation(Item context, Environment environment) {
    this.context = context;
    this.environment = environment;
    this.left = environment.steps();
  }

  /** Called for everything that costs time, so that no expression can take all of it. */
  void step() {
    if (--left < 0) throw new FhirPath.Failed("the evaluation takes too many steps");
  }

  List<Item> eval(Expr expr, Scope scope) {
    step();
    if (++depth > DEEPEST) throw new FhirPath.Failed("the expression nests too deep");
    List<Item> result =
        switch (expr) {
          case Expr.Constant(var items) -> items;
          case Expr.This() -> scope.self();
          case Expr.Index() -> Value.of(scope.index());
          case Expr.Total() -> scope.total();
          case Expr.Variable(String name) -> variable(name);
          case Expr.Member(Expr on, String name, boolean first) ->
              member(eval(on, scope), name, first);
          case Expr.At(Expr on, Expr index) -> at(eval(on, scope), eval(index, scope));
          case Expr.Call(Expr on, Function function, var arguments) ->
              function.body().apply(this, eval(on, scope), arguments, scope);
          case Expr.Is(Expr on, TypeName type) -> {
            Item item = single(eval(on, scope));
            yield item == null ? Value.NONE : Value.of(type.holds(item));
          }
          case Expr.As(Expr on, TypeName type) -> ofType(eval(on, scope), type);
          case Expr.Minus(Expr on) -> Arithmetic.negated(eval(on, scope));
          case Expr.Binary binary -> binary(binary, scope);
        };
    depth--;
    return result;
  }

  private List<Item> binary(Expr.Binary binary, Scope scope) {
    List<Item> one = eval(binary.left(), scope);
    return switch (binary.operator()) {
      case AND -> Logic.and(one, () -> eval(binary.right(), scope));
      case OR -> Logic.or(one, () -> eval(binary.right(), scope));
      case IMPLIES -> Logic.implies(one, () -> eval(binary.right(), scope));
      case XOR -> Logic.xor(one, eval(binary.right(), scope));
      case EQUAL -> Logic.of(Equality.equal(this, one, eval(binary.right(), scope)));
      case NOT_EQUAL -> Logic.not(Equality.equal(this, one, eval(binary.right(), scope)));
      case EQUIVALENT -> Value.of(Equality.equivalent(this, one, eval(binary.right(), scope)));
      case NOT_EQUIVALENT -> Value.of(!Equality.equivalent(this, one, eval(binary.right(), scope)));
      case LESS, AT_MOST, GREATER, AT_LEAST ->
          Logic.of(Ordering.holds(binary.operator(), one, eval(binary.right(), scope)));
      case UNION -> Equality.union(this, one, eval(binary.right(), scope));
      case IN -> Equality.in(this, one, eval(binary.right(), scope));
      case CONTAINS -> Equality.in(this, eval(binary.right(), scope), one);
      case PLUS, MINUS, TIMES, DIVIDED, DIV, MOD ->
          Arithmetic.of(binary.operator(), one, eval(binary.right(), scope));
      case JOINED -> Arithmetic.joined(one, eval(binary.right(), scope));
    };
  }

  private List<Item> member(List<Item> input, String name, boolean first) {
    if (input.isEmpty()) return input;
    var found = new ArrayList<Item>(input.size());
    for (Item item : input) {
      step();
      if (first && item.is(name)) found.add(item);
      else if (item instanceof Node node) node.children(name, found);
      else found.addAll(item.children(name));
    }
    return found;
  }

  private List<Item> at(List<Item> input, List<Item> index) {
    if (index.isEmpty()) return Value.NONE;
    int at = whole(index);
    return at >= 0 && at < input.size() ? List.of(input.get(at)) : Value.NONE;
  }

  private List<Item> ofType(List<Item> input, TypeName type) {
    if (input.isEmpty()) return input;
    if (input.size() == 1) return type.holds(input.getFirst()) ? input : Value.NONE;
    var found = new ArrayList<Item>();
    for (Item item : input) {
      step();
      if (type.holds(item)) found.add(item);
    }
    return found;
  }

  private List<Item> variable(String name) {
    return switch (name) {
      case "context" -> List.of(context);
      case "resource" -> context instanceof Node node ? List.of(node.resource()) : Value.NONE;
      case "rootResource" ->
          context instanceof Node node ? List.of(node.rootResource()) : Value.NONE;
      case "ucum" -> Value.of(Units.UCUM);
      case "sct" -> Value.of("http://snomed.info/sct");
      case "loinc" -> Value.of("http://loinc.org");
      default -> {
        if (name.startsWith("vs-")) {
          yield Value.of("http://hl7.org/fhir/ValueSet/" + name.substring(3));
        }
        if (name.startsWith("ext-")) {
          yield Value.of("http://hl7.org/fhir/StructureDefinition/" + name.substring(4));
        }
        yield environment
            .variable(name)
            .orElseThrow(() -> new FhirPath.Failed("the expression names an unknown variable"));
      }
    };
  }

  /** The one item; null where there is none. */
  static @Nullable Item single(List<Item> items) {
    if (items.isEmpty()) return null;
    if (items.size() > 1) throw new FhirPath.Failed("one item is expected, there are several");
    return items.getFirst();
  }

  /** The text of the one string; null where there is none. */
  static @Nullable String text(List<Item> items) {
    Item item = single(items);
    if (item == null) return null;
    return switch (Scalar.of(item)) {
      case Scalar.Text(String text) -> text;
      case Moment moment when item instanceof Node -> moment.text();
      case null -> throw new FhirPath.Failed("a string is expected");
      case Scalar.Truth _, Scalar.Numeric _, Scalar.Amount _, Moment _ ->
          throw new FhirPath.Failed("a string is expected");
    };
  }

  static int whole(List<Item> items) {
    Item item = single(items);
    if (item != null && Scalar.of(item) instanceof Scalar.Numeric number && number.isWhole()) {
      return number.value().min(Arithmetic.LARGEST).max(Arithmetic.SMALLEST).intValue();
    }
    throw new FhirPath.Failed("a whole number is expected");
  }

  /** Whether the criteria hold of the item. */
  boolean holds(Expr criteria, Item item, int index) {
    step();
    return Boolean.TRUE.equals(Logic.truth(eval(criteria, Scope.of(item, index))));
  }
}

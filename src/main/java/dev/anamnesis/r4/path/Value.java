package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.util.List;
import java.util.Optional;

/** What an expression computed; it stands nowhere. */
record Value(Scalar scalar) implements Item {

  static final List<Item> NONE = List.of();
  static final List<Item> TRUE = List.of(new Value(new Scalar.Truth(true)));
  static final List<Item> FALSE = List.of(new Value(new Scalar.Truth(false)));

  static List<Item> of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  static List<Item> of(String text) {
    return List.of(new Value(new Scalar.Text(text)));
  }

  static List<Item> of(long number) {
    return of(Scalar.Numeric.whole(number));
  }

  static List<Item> of(Scalar scalar) {
    return List.of(new Value(scalar));
  }

  @Override
  public String type() {
    return scalar.type();
  }

  @Override
  public Json json() {
    return scalar.json();
  }

  @Override
  public Optional<Json.Obj> twin() {
    return Optional.empty();
  }

  @Override
  public Optional<Item> parent() {
    return Optional.empty();
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public int index() {
    return -1;
  }

  /** A quantity has parts, the others have none. */
  @Override
  public List<Item> children(String wanted) {
    return scalar instanceof Scalar.Amount amount
        ? new Node("Quantity", amount.json(), null, null, "", -1).children(wanted)
        : NONE;
  }

  @Override
  public List<Item> children() {
    return NONE;
  }
}

package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Equality as RFC 6902 section 4.6 has it: numbers by their value, members in any order. */
final class Sameness {

  /** Longer numbers are compared by their spelling. */
  private static final int LONGEST_NUMBER = 1000;

  private Sameness() {}

  static boolean same(Json one, Json other) {
    return switch (one) {
      case Json.Obj(var members) ->
          other instanceof Json.Obj(var others) && sameMembers(members, others);
      case Json.Arr(var items) -> other instanceof Json.Arr(var others) && sameItems(items, others);
      case Json.Num(String spelling) ->
          other instanceof Json.Num(String otherwise) && sameNumber(spelling, otherwise);
      case Json.Text text -> text.equals(other);
      case Json.Bool bool -> bool.equals(other);
      case Json.Null nothing -> nothing.equals(other);
    };
  }

  private static boolean sameMembers(Map<String, Json> members, Map<String, Json> others) {
    return members.size() == others.size()
        && members.entrySet().stream()
            .allMatch(
                member -> {
                  Json there = others.get(member.getKey());
                  return there != null && same(member.getValue(), there);
                });
  }

  private static boolean sameItems(List<Json> items, List<Json> others) {
    if (items.size() != others.size()) return false;
    for (int i = 0; i < items.size(); i++) {
      if (!same(items.get(i), others.get(i))) return false;
    }
    return true;
  }

  private static boolean sameNumber(String spelling, String otherwise) {
    if (spelling.equals(otherwise)) return true;
    if (spelling.length() > LONGEST_NUMBER || otherwise.length() > LONGEST_NUMBER) return false;
    try {
      return new BigDecimal(spelling).compareTo(new BigDecimal(otherwise)) == 0;
    } catch (NumberFormatException e) {
      // an exponent beyond what numbers can be: equal only by its spelling
      return false;
    }
  }
}

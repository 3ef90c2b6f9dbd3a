package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;

/** Results of both engines as the same words: a type and the values of all leaves, sorted. */
final class Spelling {

  private Spelling() {}

  static String of(Item item) {
    var leaves = new ArrayList<String>();
    leaves(item, leaves);
    leaves.sort(null);
    return type(item.type()) + leaves;
  }

  private static void leaves(Item item, List<String> leaves) {
    if (!(item.json() instanceof Json.Obj)) {
      item.text()
          .filter(text -> !item.type().equals("xhtml"))
          .map(text -> item.type().equals("decimal") ? number(text) : text)
          .ifPresent(leaves::add);
    }
    for (Item child :
        SelectionFunctions.children(new Evaluation(item, Everything.WORLD), List.of(item))) {
      leaves(child, leaves);
    }
  }

  static String of(Base base) {
    var leaves = new ArrayList<String>();
    leaves(base, leaves);
    leaves.sort(null);
    return type(base.fhirType()) + leaves;
  }

  private static void leaves(Base base, List<String> leaves) {
    if (base.isPrimitive() && base.primitiveValue() != null && !base.fhirType().equals("xhtml")) {
      String text = base.primitiveValue();
      leaves.add(base.fhirType().equals("decimal") ? number(text) : text);
    }
    for (Property property : base.children()) {
      for (Base child : property.getValues()) leaves(child, leaves);
    }
  }

  /** HAPI's parser respells numbers. */
  private static String number(String text) {
    return new BigDecimal(text).stripTrailingZeros().toString();
  }

  /** FHIR's and FHIRPath's own primitives are one; parts defined in place are not told apart. */
  private static String type(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.toLowerCase(Locale.ROOT);
  }
}

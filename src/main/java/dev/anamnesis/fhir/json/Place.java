package dev.anamnesis.fhir.json;

import org.jspecify.annotations.Nullable;

/** A place in a resource; spelled out as FHIRPath only when something is wrong there. */
record Place(@Nullable Place parent, String name, int index) {

  static Place root(String type) {
    return new Place(null, type, -1);
  }

  Place member(String name) {
    return new Place(this, name, -1);
  }

  Place item(int index) {
    return new Place(parent, name, index);
  }

  String expression() {
    String own = index < 0 ? name : name + "[" + index + "]";
    return parent == null ? own : parent.expression() + "." + own;
  }
}

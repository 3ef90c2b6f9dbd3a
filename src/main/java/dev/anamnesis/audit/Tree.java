package dev.anamnesis.audit;

import dev.anamnesis.r4.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds JSON trees, member by member. */
final class Tree {

  private final Map<String, Json> members = new LinkedHashMap<>();

  static Tree of(String name, String text) {
    return new Tree().put(name, text);
  }

  Tree put(String name, String text) {
    return put(name, new Json.Text(text));
  }

  Tree put(String name, boolean value) {
    return put(name, new Json.Bool(value));
  }

  Tree put(String name, Tree tree) {
    return put(name, tree.json());
  }

  Tree put(String name, List<Tree> items) {
    return put(name, new Json.Arr(items.stream().<Json>map(Tree::json).toList()));
  }

  Tree texts(String name, List<String> texts) {
    return put(name, new Json.Arr(texts.stream().<Json>map(Json.Text::new).toList()));
  }

  private Tree put(String name, Json json) {
    members.put(name, json);
    return this;
  }

  Json.Obj json() {
    return new Json.Obj(members);
  }

  static Tree coding(String system, String code, String display) {
    return of("system", system).put("code", code).put("display", display);
  }

  /** A CodeableConcept of one coding. */
  static Tree concept(String system, String code, String display) {
    return new Tree().put("coding", List.of(coding(system, code, display)));
  }
}

package dev.anamnesis.fhir.time;

import dev.anamnesis.audit.Caller;
import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Reverted;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A fact as a parameter: its name, its version, when, and what it changed. */
final class FactPart {

  private FactPart() {}

  /** The resource's own members as a tree. */
  static Json.Obj tree(Elements elements) {
    var members = new LinkedHashMap<String, Json>();
    elements.members().forEach((name, text) -> members.put(name, Json.parse(text)));
    return new Json.Obj(members);
  }

  /**
   * @param before the members the fact found
   * @param edit what it did to them
   */
  static List<Json.Obj> changes(String type, Elements before, Edit edit) {
    return Difference.between(type, tree(before), tree(before.with(edit))).stream()
        .map(Difference.Operation::parameter)
        .toList();
  }

  /** When it was recorded, under which version. */
  static List<Json.Obj> place(Recorded recorded) {
    return List.of(
        Part.valued("version", "id", new Json.Text(Integer.toString(recorded.version()))),
        Part.valued("recorded", "instant", new Json.Text(Instants.text(recorded.recordedAt()))));
  }

  /** Who made it and why, as it was declared; what was not told is left out. */
  static List<Json.Obj> maker(Caller caller) {
    var parts = new ArrayList<Json.Obj>();
    if (!caller.user().isEmpty()) parts.add(Part.text("who", caller.user()));
    if (!caller.onBehalfOf().isEmpty()) parts.add(Part.text("onBehalfOf", caller.onBehalfOf()));
    if (!caller.client().isEmpty()) parts.add(Part.text("client", caller.client()));
    if (!caller.purpose().isEmpty()) parts.add(Part.text("why", caller.purpose()));
    return parts;
  }

  static Json.Obj of(FactLog.Fact fact, List<Json.Obj> place, String type, Elements before) {
    Event event = fact.event();
    var parts = new ArrayList<Json.Obj>();
    parts.add(Part.code("type", fact.name()));
    parts.addAll(place);
    event
        .effective()
        .ifPresent(when -> parts.add(Part.valued("effective", "dateTime", new Json.Text(when))));
    if (event instanceof Reverted(int version)) {
      parts.add(Part.valued("revertedTo", "id", new Json.Text(Integer.toString(version))));
    }
    parts.addAll(changes(type, before, event.edit()));
    return Part.of("fact", parts);
  }
}

package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A commit's facts as canonical JSON: {@code
 * {"f":[{"t":alias,"v":schema,"put":{…},"dropped":[…]}]}}.
 */
final class EventCodec {

  private final EventTypes types;
  private final List<Upcaster> upcasters;

  EventCodec(EventTypes types, List<Upcaster> upcasters) {
    this.types = types;
    this.upcasters = List.copyOf(upcasters);
  }

  /** The facts' names for the log's own column: {@code alias:schema}, by commas. */
  String names(List<Event> events) {
    return events.stream()
        .map(event -> types.of(event))
        .map(type -> type.alias() + ":" + type.schema())
        .collect(Collectors.joining(","));
  }

  String write(List<Event> events) {
    return events.stream().map(this::fact).collect(Collectors.joining(",", "{\"f\":[", "]}"));
  }

  private String fact(Event event) {
    EventType<?> type = types.of(event);
    Edit edit = event.edit();
    var members = new TreeMap<String, String>();
    members.put("t", quoted(type.alias()));
    members.put("v", Integer.toString(type.schema()));
    if (!edit.put().members().isEmpty()) members.put("put", edit.put().json());
    if (!edit.dropped().isEmpty()) {
      members.put(
          "dropped",
          edit.dropped().stream()
              .map(EventCodec::quoted)
              .collect(Collectors.joining(",", "[", "]")));
    }
    event.effective().ifPresent(when -> members.put("effective", quoted(when)));
    Map<String, String> details = type.detailsOf(event);
    if (!details.isEmpty()) {
      var quoted = new TreeMap<String, String>();
      details.forEach((name, text) -> quoted.put(name, quoted(text)));
      members.put("with", Elements.of(quoted).json());
    }
    return Elements.of(members).json();
  }

  List<Event> read(String payload) {
    var events = new ArrayList<Event>();
    for (String fact : Elements.parse(payload).items("f")) events.add(event(Elements.parse(fact)));
    return events;
  }

  private Event event(Elements stored) {
    Elements fact = upcast(stored);
    EventType<?> type = types.of(alias(fact), schema(fact));
    var dropped = new TreeSet<String>();
    for (String name : fact.items("dropped")) dropped.add(name.substring(1, name.length() - 1));
    Edit edit = new Edit(fact.get("put").map(Elements::parse).orElse(Elements.NONE), dropped);
    Elements with = fact.get("with").map(Elements::parse).orElse(Elements.NONE);
    return type.make().apply(edit, new EventType.Details(with));
  }

  private Elements upcast(Elements fact) {
    Elements now = fact;
    for (Upcaster upcaster : upcasters) {
      if (upcaster.alias().equals(alias(now)) && upcaster.from() == schema(now)) {
        var next = new TreeMap<>(upcaster.step().apply(now).members());
        next.put("v", Integer.toString(upcaster.from() + 1));
        now = Elements.of(next);
      }
    }
    return now;
  }

  private static String alias(Elements fact) {
    return fact.text("t").orElseThrow(() -> new IllegalStateException("a stored fact has no type"));
  }

  private static int schema(Elements fact) {
    return fact.get("v")
        .map(Integer::parseInt)
        .orElseThrow(() -> new IllegalStateException("a stored fact has no schema version"));
  }

  /** Aliases, member names and codes hold nothing that JSON escapes. */
  private static String quoted(String text) {
    return '"' + text + '"';
  }
}

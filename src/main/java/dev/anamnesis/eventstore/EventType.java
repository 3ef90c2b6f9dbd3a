package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How one kind of event is stored.
 *
 * @param alias stable for ever, such as {@code patient.renamed}
 * @param schema the schema version written now, from 1
 * @param details members beside the edit, name to text
 * @param make the event from its edit and details
 */
record EventType<E extends Event>(
    String alias,
    int schema,
    Class<E> type,
    Function<E, Map<String, String>> details,
    BiFunction<Edit, Details, E> make) {

  /** An event that is its edit and nothing more. */
  static <E extends Event> EventType<E> plain(String alias, Class<E> type, Function<Edit, E> make) {
    return new EventType<>(alias, 1, type, e -> Map.of(), (edit, details) -> make.apply(edit));
  }

  Map<String, String> detailsOf(Event event) {
    return details.apply(type.cast(event));
  }

  /** The members beside the edit. */
  record Details(Elements members) {
    Optional<String> text(String name) {
      return members.text(name);
    }
  }
}

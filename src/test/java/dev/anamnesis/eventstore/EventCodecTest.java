package dev.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.record.RecordEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was ever stored can be read for ever. */
class EventCodecTest {

  /** One stored fact a line; a line is never changed or removed once released. */
  private static final Path GOLDEN = Path.of("src/test/resources/golden/events.txt");

  private final EventCodec codec = new EventCodec(EventTypes.ALL, List.of());

  private static String payload(String fact) {
    return "{\"f\":[" + fact + "]}";
  }

  @Test
  void every_golden_sample_is_read_and_written_as_it_is() throws IOException {
    for (String fact : Files.readAllLines(GOLDEN)) {
      List<Event> events = codec.read(payload(fact));
      assertThat(events).hasSize(1);
      assertThat(codec.write(events)).isEqualTo(payload(fact));
    }
  }

  @Test
  void every_kind_of_event_has_a_golden_sample() throws IOException {
    Map<String, Event> golden = new TreeMap<>();
    for (String fact : Files.readAllLines(GOLDEN)) {
      Event event = codec.read(payload(fact)).getFirst();
      golden.put(event.getClass().getName(), event);
    }
    assertThat(golden.keySet()).isEqualTo(kinds());
  }

  /** Every event record of the domain. */
  private static TreeSet<String> kinds() {
    var kinds = new TreeSet<String>();
    Stream.of(
            dev.anamnesis.domain.Remark.class,
            dev.anamnesis.domain.patient.PatientEvent.class,
            dev.anamnesis.domain.prescribing.PrescriptionEvent.class,
            dev.anamnesis.domain.scheduling.AppointmentEvent.class,
            RecordEvent.class)
        .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
        .forEach(kind -> kinds.add(kind.getName()));
    return kinds;
  }

  @Test
  void several_facts_of_one_commit_keep_their_order() {
    List<Event> events =
        List.of(
            new RecordEvent.ResourceRemoved(Edit.NONE),
            new RecordEvent.ResourceRestored(Edit.NONE));
    assertThat(codec.read(codec.write(events))).isEqualTo(events);
    assertThat(codec.names(events)).isEqualTo("record.removed:1,record.restored:1");
  }

  @Test
  void an_unknown_kind_or_schema_stops_the_reader() {
    assertThatThrownBy(() -> codec.read(payload("{\"t\":\"record.dreamt\",\"v\":1}")))
        .isInstanceOf(UnknownEventType.class);
    assertThatThrownBy(() -> codec.read(payload("{\"t\":\"record.recorded\",\"v\":99}")))
        .isInstanceOf(UnknownEventType.class);
    assertThatThrownBy(() -> codec.read(payload("{\"v\":1}")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_old_schema_is_raised_step_by_step() {
    var fromZero =
        new Upcaster(
            "record.recorded",
            -1,
            fact -> fact.with(Elements.NONE.editTo(Elements.parse("{\"put\":{\"a\":1}}"))));
    var next =
        new Upcaster(
            "record.recorded",
            0,
            fact -> fact.with(Elements.NONE.editTo(Elements.parse("{\"put\":{\"a\":2}}"))));
    var raising = new EventCodec(EventTypes.ALL, List.of(fromZero, next));
    assertThat(raising.read(payload("{\"t\":\"record.recorded\",\"v\":-1}")))
        .containsExactly(
            new RecordEvent.ResourceRecorded(
                new Edit(Elements.parse("{\"a\":2}"), new TreeSet<>())));
  }
}

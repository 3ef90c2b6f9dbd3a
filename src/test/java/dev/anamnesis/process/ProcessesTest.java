package dev.anamnesis.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens by itself, on a clock that goes only when it is told to. */
class ProcessesTest {

  private static final int RUNS = Integer.getInteger("anamnesis.processes.runs", 120);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static String appointment(String status, String start, String more) {
    return "{\"status\":\"%s\",\"start\":\"%s\",\"minutesDuration\":30,\"participant\":[{\"actor\":{\"reference\":\"Patient/p\"},\"status\":\"accepted\"}]%s}"
        .formatted(status, start, more);
  }

  private static String held(String start, Instant until) {
    return appointment(
        "pending",
        start,
        ",\"extension\":[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/hold-until\",\"valueInstant\":\"%s\"}]"
            .formatted(until));
  }

  private static String prescription(String status) {
    return "{\"status\":\"%s\",\"intent\":\"order\",\"subject\":{\"reference\":\"Patient/p\"}}"
        .formatted(status);
  }

  private void all(Processes processes) {
    int steps = 0;
    while (processes.step(world.now)) assertThat(++steps).isLessThan(10_000);
  }

  @Test
  void a_hold_ends_when_it_is_over_and_not_before_and_its_slot_is_free_again() {
    world.state("Slot", "s", "{\"status\":\"free\"}");
    Instant until = world.now.plusSeconds(600);
    String slot = ",\"slot\":[{\"reference\":\"Slot/s\"}]}";
    String body = held("2030-02-01T09:00:00Z", until);
    world.state("Appointment", "a", body.substring(0, body.length() - 1) + slot);
    assertThat(world.status("Slot", "s")).isEqualTo("busy-tentative");
    world.now = until.minusSeconds(1);
    assertThat(world.processes(Periods.NONE).step(world.now)).isFalse();
    world.now = until;
    all(world.processes(Periods.NONE));
    assertThat(world.status("Appointment", "a")).isEqualTo("cancelled");
    assertThat(world.elements("Appointment", "a").get("cancelationReason"))
        .contains("{\"text\":\"The hold has ended.\"}");
    assertThat(world.status("Slot", "s")).isEqualTo("free");
  }

  @Test
  void who_was_booked_and_did_not_come_is_missed_after_the_end() {
    var periods = new Periods(Optional.of(Duration.ofHours(1)), Optional.empty());
    world.state("Appointment", "a", appointment("booked", "2030-01-02T09:00:00Z", ""));
    world.state("Appointment", "came", appointment("booked", "2030-01-02T09:00:00Z", ""));
    world.state("Appointment", "came", appointment("arrived", "2030-01-02T09:00:00Z", ""));
    world.state("Appointment", "old", appointment("booked", "2029-01-02T09:00:00Z", ""));
    world.now = Instant.parse("2030-01-02T10:29:59Z");
    assertThat(world.processes(periods).step(world.now)).isFalse();
    world.now = Instant.parse("2030-01-02T10:30:00Z");
    all(world.processes(periods));
    assertThat(
            List.of(
                world.status("Appointment", "a"),
                world.status("Appointment", "came"),
                world.status("Appointment", "old")))
        .containsExactly("noshow", "arrived", "booked");
  }

  @Test
  void a_draft_that_nobody_approves_is_cancelled() {
    var periods = new Periods(Optional.empty(), Optional.of(Duration.ofDays(3)));
    world.state("MedicationRequest", "d", prescription("draft"));
    world.state("MedicationRequest", "a", prescription("draft"));
    world.now = world.now.plus(Duration.ofDays(2));
    world.state("MedicationRequest", "a", prescription("active"));
    world.now = world.now.plus(Duration.ofDays(2));
    all(world.processes(periods));
    assertThat(world.status("MedicationRequest", "d")).isEqualTo("cancelled");
    assertThat(world.status("MedicationRequest", "a")).isEqualTo("active");
  }

  private static final List<String> TOUCHED =
      List.of(
          "Appointment/booked",
          "Appointment/asked",
          "Appointment/past",
          "Appointment/there",
          "MedicationRequest/active",
          "MedicationRequest/hold",
          "MedicationRequest/draft",
          "MedicationRequest/over");

  private String dies() {
    world.state("Patient", "p", "{\"active\":true}");
    world.state("Appointment", "booked", appointment("booked", "2030-02-01T09:00:00Z", ""));
    world.state(
        "Appointment",
        "asked",
        "{\"status\":\"proposed\",\"participant\":[{\"actor\":{\"reference\":\"Patient/p\"},\"status\":\"accepted\"}]}");
    world.state("Appointment", "past", appointment("booked", "2029-12-01T09:00:00Z", ""));
    world.state("Appointment", "there", appointment("arrived", "2030-01-01T00:10:00Z", ""));
    world.state("MedicationRequest", "active", prescription("active"));
    world.state("MedicationRequest", "hold", prescription("on-hold"));
    world.state("MedicationRequest", "draft", prescription("draft"));
    world.state("MedicationRequest", "over", prescription("completed"));
    world.state("Patient", "p", "{\"active\":true,\"deceasedBoolean\":true}");
    return Work.id(Work.AFTER_DEATH, "Patient", "p", 2);
  }

  private Map<String, String> outcome(String task) {
    var outcome = new HashMap<String, String>();
    for (String each : TOUCHED) {
      String[] name = each.split("/", -1);
      outcome.put(each, world.status(name[0], name[1]) + " v" + world.version(name[0], name[1]));
    }
    outcome.put("Task", world.status("Task", task) + " v" + world.version("Task", task));
    return outcome;
  }

  private static final Map<String, String> AFTERWARDS =
      Map.of(
          "Appointment/booked", "cancelled v2",
          "Appointment/asked", "cancelled v2",
          "Appointment/past", "booked v1",
          "Appointment/there", "arrived v1",
          "MedicationRequest/active", "stopped v2",
          "MedicationRequest/hold", "stopped v2",
          "MedicationRequest/draft", "cancelled v2",
          "MedicationRequest/over", "completed v1",
          "Task", "completed v7");

  @Test
  void a_death_cancels_what_is_to_come_and_stops_what_is_prescribed_with_its_cause() {
    String task = dies();
    assertThat(world.status("Task", task)).isEqualTo("requested");
    all(world.processes(Periods.NONE));
    assertThat(outcome(task)).isEqualTo(AFTERWARDS);
    Elements cancelled = world.elements("Appointment", "booked");
    assertThat(cancelled.get("extension"))
        .contains(
            "[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/cause\",\"extension\":[{\"url\":\"version\",\"valueReference\":{\"reference\":\"Patient/p/_history/2\"}},{\"url\":\"position\",\"valueString\":\"10\"}]}]");
    assertThat(cancelled.get("cancelationReason").orElse("")).contains("pat-dec");
    assertThat(world.elements("Task", task).items("output")).hasSize(5);
  }

  @Test
  void a_death_reaches_what_was_written_of_records_that_are_merged_into_the_one_that_is_kept() {
    world.state("Patient", "q", "{\"active\":true}");
    world.state("MedicationRequest", "other", prescription("active").replace("/p", "/q"));
    world.state(
        "Patient",
        "p",
        "{\"active\":true,\"link\":[{\"type\":\"replaces\",\"other\":{\"reference\":\"Patient/q\"}}]}");
    world.state(
        "Patient",
        "p",
        "{\"active\":true,\"deceasedBoolean\":true,\"link\":[{\"type\":\"replaces\",\"other\":{\"reference\":\"Patient/q\"}}]}");
    all(world.processes(Periods.NONE));
    assertThat(world.status("MedicationRequest", "other")).isEqualTo("stopped");
  }

  @Test
  void stopped_after_any_step_it_ends_the_same() {
    String task = dies();
    int steps = 0;
    while (world.processes(Periods.NONE).step(world.now)) assertThat(++steps).isLessThan(100);
    assertThat(outcome(task)).isEqualTo(AFTERWARDS);
    assertThat(steps).isEqualTo(6);
  }

  @Test
  void two_that_do_it_at_once_do_each_thing_once() throws Exception {
    String task = dies();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 2; i++) {
      var processes = world.processes(Periods.NONE);
      threads.add(Thread.ofVirtual().start(() -> all(processes)));
    }
    for (Thread thread : threads) thread.join();
    assertThat(outcome(task)).isEqualTo(AFTERWARDS);
  }

  @Test
  void a_death_that_is_retracted_undoes_nothing_silently_and_leaves_a_task() {
    String task = dies();
    world.processes(Periods.NONE).step(world.now);
    world.state("Patient", "p", "{\"active\":true,\"deceasedBoolean\":false}");
    all(world.processes(Periods.NONE));
    assertThat(world.status("Task", task)).isEqualTo("cancelled");
    assertThat(world.status("Appointment", "booked")).isEqualTo("cancelled");
    assertThat(world.status("MedicationRequest", "active")).isEqualTo("active");
    String review = Work.id(Work.DEATH_RETRACTED, "Patient", "p", 3);
    assertThat(world.status("Task", review)).isEqualTo("requested");
    assertThat(world.processes(Periods.NONE).step(world.now)).isFalse();
  }

  @Test
  void each_deadline_fires_once_and_never_before_its_time() {
    var random = new SplittableRandom(3);
    Map<String, Instant> due = new HashMap<>();
    Instant start = world.now;
    for (int run = 0; run < RUNS; run++) {
      Instant until = start.plusSeconds(1 + random.nextInt(100_000));
      due.put("h" + run, until);
      world.state("Appointment", "h" + run, held("2031-01-01T09:00:00Z", until));
    }
    for (int hour = 1; hour <= 28; hour++) {
      world.now = start.plus(Duration.ofHours(hour));
      all(world.processes(Periods.NONE));
      if (hour % 7 != 0) continue;
      due.forEach(
          (id, until) -> {
            boolean over = !until.isAfter(world.now);
            assertThat(world.version("Appointment", id)).isEqualTo(over ? 2 : 1);
            assertThat(world.status("Appointment", id)).isEqualTo(over ? "cancelled" : "pending");
          });
    }
    assertThat(world.processes(Periods.NONE).step(world.now)).isFalse();
  }
}

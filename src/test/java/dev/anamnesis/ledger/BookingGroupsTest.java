package dev.anamnesis.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.BookedOnce;
import dev.anamnesis.projection.Bookings;
import dev.anamnesis.projection.Calendars;
import dev.anamnesis.server.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bookings that are written together. */
class BookingGroupsTest {

  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final PostgresEventStore store = store(() -> now);
  private final Ledger ledger = new Ledger(store, 1 << 20);

  private static PostgresEventStore store(InstantSource clock) {
    var jdbi = TestDatabase.fresh();
    var vault = TestDatabase.vault(jdbi);
    var sealer = new Sealer(vault, new java.security.SecureRandom());
    return new PostgresEventStore(
        jdbi,
        sealer,
        vault,
        CommitListener.of(new Bookings(BookedOnce.EVERYONE, clock), new Calendars()),
        Clock.systemUTC(),
        1000);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Write write(String type, String id, String json) {
    return Write.of(
        new StreamId(type, id),
        new ResourceCommand.State(Elements.parse(json)),
        Expected.ANY,
        Method.PUT,
        Optional.empty());
  }

  private static Write booked(String id, String from, String to) {
    return write(
        "Appointment",
        id,
        "{\"status\":\"booked\",\"start\":\"2030-02-01T%s:00Z\",\"end\":\"2030-02-01T%s:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Patient/x\"},\"status\":\"accepted\"}]}"
            .formatted(from, to));
  }

  private GroupOutcome all(Write... writes) {
    return ledger.execute(List.of(writes), List.of(), Optional.empty());
  }

  private static void refused(GroupOutcome outcome, int index, String conflict) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            GroupOutcome.Refused.class,
            refused -> {
              assertThat(refused.index()).isEqualTo(index);
              assertThat(refused.why())
                  .isInstanceOfSatisfying(
                      Outcome.Refused.class,
                      why -> assertThat(why.refusal().conflict()).contains(conflict));
            });
  }

  @Test
  void two_that_overlap_are_refused_together_and_the_second_is_told() {
    refused(all(booked("a", "09:00", "10:00"), booked("b", "09:30", "10:30")), 1, "Appointment/a");
    assertThat(all(booked("a", "09:00", "10:00"), booked("b", "10:00", "10:30")))
        .isInstanceOf(GroupOutcome.Stored.class);
  }

  @Test
  void two_may_swap_their_times_together() {
    all(booked("a", "09:00", "10:00"), booked("b", "10:00", "11:00"));
    refused(all(booked("a", "10:00", "11:00")), 0, "Appointment/b");
    assertThat(all(booked("a", "10:00", "11:00"), booked("b", "09:00", "10:00")))
        .isInstanceOf(GroupOutcome.Stored.class);
  }

  @Test
  void one_that_stays_stands_against_one_that_comes_in_whatever_order() {
    all(booked("a", "09:00", "10:00"));
    Write kept =
        write(
            "Appointment",
            "a",
            "{\"status\":\"arrived\",\"start\":\"2030-02-01T09:00:00Z\",\"end\":\"2030-02-01T10:00:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Patient/x\"},\"status\":\"accepted\"}]}");
    refused(all(booked("b", "09:30", "09:40"), kept), 0, "Appointment/a");
    refused(all(kept, booked("b", "09:30", "09:40")), 1, "Appointment/a");
  }

  @Test
  void a_schedule_that_comes_along_counts() {
    Write schedule =
        write(
            "Schedule",
            "s",
            "{\"actor\":[{\"reference\":\"Patient/x\"}],\"extension\":[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/capacity\",\"valuePositiveInt\":2}]}");
    assertThat(all(booked("a", "09:00", "10:00"), booked("b", "09:00", "10:00"), schedule))
        .isInstanceOf(GroupOutcome.Stored.class);
    refused(all(booked("c", "09:00", "09:01")), 0, "Appointment/a");
  }

  @Test
  void only_what_is_still_to_come_is_judged() {
    all(booked("a", "09:00", "10:00"));
    now = Instant.parse("2030-02-01T09:59:00Z");
    refused(all(booked("b", "09:00", "10:00")), 0, "Appointment/a");
    now = Instant.parse("2030-02-01T10:00:00Z");
    assertThat(all(booked("b", "09:00", "12:00"))).isInstanceOf(GroupOutcome.Stored.class);
  }

  @Test
  void a_thousand_of_one_day_are_written_together_and_the_one_that_overlaps_is_told() {
    var writes = new java.util.ArrayList<Write>();
    for (int n = 0; n < 1000; n++) {
      String from = "%02d:%02d".formatted(n / 60, n % 60);
      String to = "%02d:%02d".formatted((n + 1) / 60, (n + 1) % 60);
      writes.add(booked("n" + n, from, to));
    }
    writes.add(booked("last", "08:20", "08:21"));
    refused(all(writes.toArray(Write[]::new)), 1000, "Appointment/n500");
    writes.removeLast();
    assertThat(all(writes.toArray(Write[]::new))).isInstanceOf(GroupOutcome.Stored.class);
  }
}

package dev.anamnesis.domain.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whom an appointment keeps busy. */
class OccupancyTest {

  private static final Span NINE =
      new Span(Instant.parse("2031-01-01T09:00:00Z"), Instant.parse("2031-01-01T09:30:00Z"));

  private static Occupancy of(String status, String more) {
    return Occupancy.of(
        Elements.parse(
            "{\"status\":\"%s\",\"participant\":[{\"actor\":{\"reference\":\"Practitioner/p\"},\"status\":\"accepted\"}]%s}"
                .formatted(status, more)));
  }

  private static Occupancy nine(String status) {
    return of(status, ",\"start\":\"2031-01-01T10:00:00+01:00\",\"end\":\"2031-01-01T09:30:00Z\"");
  }

  @Test
  void what_is_booked_or_there_keeps_busy_and_what_is_asked_for_or_over_does_not() {
    for (var status : AppointmentStatus.values()) {
      boolean busy =
          switch (status) {
            case BOOKED, ARRIVED, CHECKED_IN -> true;
            case PROPOSED, PENDING, WAITLIST, FULFILLED, CANCELLED, NOSHOW, ENTERED_IN_ERROR ->
                false;
          };
      assertThat(nine(status.code()))
          .isEqualTo(
              new Occupancy(
                  new TreeSet<>(Set.of("Practitioner/p")),
                  Optional.of(NINE),
                  busy,
                  Optional.empty()));
    }
  }

  @Test
  void a_start_and_minutes_are_a_span_and_a_start_alone_is_none() {
    assertThat(of("booked", ",\"start\":\"2031-01-01T09:00:00Z\",\"minutesDuration\":30").span())
        .contains(NINE);
    assertThat(of("booked", ",\"start\":\"2031-01-01T09:00:00Z\"").span()).isEmpty();
    assertThat(
            of("booked", ",\"start\":\"2031-01-01T09:00:00Z\",\"end\":\"2031-01-01T09:00:00Z\"")
                .span())
        .isEmpty();
  }

  @Test
  void no_spelling_of_an_instant_slips_through() {
    assertThat(Span.instant("2031-01-01T09:00:00.1234567890123Z"))
        .contains(Instant.parse("2031-01-01T09:00:00.123456789Z"));
    assertThat(Span.instant("2031-01-01T09:00:60Z"))
        .contains(Instant.parse("2031-01-01T09:01:00Z"));
    assertThat(Span.instant("2031-01-01T09:00:60.5+14:00"))
        .contains(Instant.parse("2030-12-31T19:01:00.5Z"));
    assertThat(Span.instant("2031-01-01")).isEmpty();
  }

  @Test
  void who_declined_is_not_busy_and_a_reference_is_one_however_it_is_written() {
    var occupancy =
        Occupancy.of(
            Elements.parse(
                """
                {"status":"booked","participant":[\
                {"actor":{"reference":"http://h/fhir/Location/r/_history/3"},"status":"accepted"},\
                {"actor":{"reference":"Device/d"},"status":"declined"},\
                {"actor":{"display":"someone"},"status":"accepted"},\
                {"actor":{"reference":"#inside"},"status":"accepted"}]}\
                """));
    assertThat(occupancy.actors()).containsExactly("Location/r");
  }

  @Test
  void only_what_is_new_is_beyond_what_was() {
    var booked = nine("booked");
    assertThat(booked.beyond(Occupancy.NONE)).containsExactly("Practitioner/p");
    assertThat(booked.beyond(booked)).isEmpty();
    assertThat(nine("arrived").beyond(booked)).isEmpty();
    assertThat(booked.beyond(nine("proposed"))).containsExactly("Practitioner/p");
    assertThat(
            of("booked", ",\"start\":\"2031-01-01T09:05:00Z\",\"end\":\"2031-01-01T09:10:00Z\"")
                .beyond(booked))
        .isEmpty();
    assertThat(
            of("booked", ",\"start\":\"2031-01-01T09:05:00Z\",\"end\":\"2031-01-01T09:31:00Z\"")
                .beyond(booked))
        .containsExactly("Practitioner/p");
  }

  @Test
  void a_pending_appointment_with_a_hold_keeps_busy_until_then() {
    var held =
        of(
            "pending",
            ",\"start\":\"2031-01-01T09:00:00Z\",\"minutesDuration\":30,\"extension\":[{\"url\":\"%s\",\"valueInstant\":\"2031-01-01T08:00:00Z\"}]"
                .formatted(Extensions.HOLD));
    assertThat(held.taken()).isTrue();
    assertThat(held.until()).contains(Instant.parse("2031-01-01T08:00:00Z"));
    assertThat(nine("booked").beyond(held)).containsExactly("Practitioner/p");
  }
}

package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code $what-if} on the record as it stood at an instant, under every rule there is. */
class WhatIfAsOfTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Random bundles; 1000 for the long form. */
  private static final int BUNDLES = Integer.getInteger("anamnesis.what-if", 60);

  private static LiveServer server;
  private final Random random = new Random(5);

  @BeforeAll
  static void start() {
    server = LiveServer.with(Map.of("duplicate-orders", "refused", "references", "enforce"));
    put("Practitioner", "dr", "");
    put("Patient", "p0", ",\"active\":true");
    put("Patient", "p1", ",\"active\":true");
    put("Practitioner", "ms", "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> put(String type, String id, String more) {
    return server.put(
        "/" + type + "/" + id,
        "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, more));
  }

  private static String bundle(List<String> entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static String entry(String method, String url, String more) {
    return "{\"request\":{\"method\":\"%s\",\"url\":\"%s\"}%s}".formatted(method, url, more);
  }

  private static String stated(String type, String id, String members) {
    return entry(
        "PUT",
        type + "/" + id,
        ",\"resource\":{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, members));
  }

  private static HttpResponse<String> tried(String bundle, String instant) {
    String asOf = instant.isEmpty() ? "" : "?_asOf=" + instant;
    return server.post("/$what-if" + asOf, bundle);
  }

  /** The instant of the last version there is. */
  private static String last() throws Exception {
    JsonNode page = JSON.readTree(server.get("/_history?_count=1").body());
    return page.at("/entry/0/resource/meta/lastUpdated")
        .asText(page.at("/entry/0/response/lastModified").asText());
  }

  private static JsonNode alike(String json) throws Exception {
    return JSON.readTree(
        json.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}", "ID")
            .replaceAll("[?&]_asOf=[^\"&]*", "")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z", "INSTANT"));
  }

  private static String booked(String id, String status, String actor, int minute) {
    return stated(
        "Appointment",
        id,
        ",\"status\":\"%s\",\"start\":\"2090-01-01T09:%02d:00Z\",\"end\":\"2090-01-01T09:%02d:59Z\",\"participant\":[{\"actor\":{\"reference\":\"Practitioner/%s\"},\"status\":\"accepted\"}]"
            .formatted(status, minute, minute + 5, actor));
  }

  private static String calendar(String id, String actor, int capacity) {
    return stated(
        "Schedule",
        id,
        ",\"extension\":[{\"url\":\"https://anamnesis.dev/fhir/StructureDefinition/capacity\",\"valuePositiveInt\":%d}],\"actor\":[{\"reference\":\"Practitioner/%s\"}]"
            .formatted(capacity, actor));
  }

  private static String ordered(String id, String status, String patient, String code) {
    return stated(
        "MedicationRequest",
        id,
        ",\"status\":\"%s\",\"intent\":\"order\",\"medicationCodeableConcept\":{\"coding\":[{\"code\":\"%s\"}]},\"subject\":{\"reference\":\"Patient/%s\"}"
            .formatted(status, code, patient));
  }

  @Test
  void what_was_booked_later_stands_against_nothing_and_what_was_booked_then_does()
      throws Exception {
    put("Practitioner", "own", "");
    String before = last();
    assertThat(server.post("", bundle(List.of(booked("first", "booked", "own", 0)))).statusCode())
        .isEqualTo(200);
    String then = last();
    server.post("", bundle(List.of(booked("first", "cancelled", "own", 0))));
    String second = bundle(List.of(booked("second", "booked", "own", 5)));

    assertThat(tried(second, before).statusCode()).as(tried(second, before).body()).isEqualTo(200);
    assertThat(tried(second, then).statusCode()).isEqualTo(409);
    assertThat(tried(second, then).body()).contains("double-booking", "Appointment/first");
    assertThat(tried(second, "").statusCode()).isEqualTo(200);
    assertThat(server.get("/Appointment/second").statusCode()).isEqualTo(404);
  }

  @Test
  void before_there_was_anything_all_is_new_and_later_than_now_is_now() throws Exception {
    put("Patient", "known", ",\"active\":true");
    String change = bundle(List.of(stated("Patient", "known", ",\"active\":false")));
    assertThat(facts(tried(change, "2001-01-01"))).containsExactly("PatientRegistered");
    assertThat(facts(tried(change, "2999-01-01"))).isEqualTo(facts(tried(change, "")));
    assertThat(facts(tried(change, ""))).containsExactly("PatientDeactivated");
  }

  private static List<String> facts(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var facts = new ArrayList<String>();
    for (JsonNode parameter : JSON.readTree(answer.body()).path("parameter")) {
      if (parameter.path("name").asText().equals("fact")) {
        facts.add(parameter.at("/part/0/valueCode").asText());
      }
    }
    return facts;
  }

  @Test
  void parameters_with_the_bundle_and_the_instant_mean_the_same() throws Exception {
    String change = bundle(List.of(stated("Patient", "other", "")));
    String sent =
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"asOf\",\"valueInstant\":\"2001-01-01T00:00:00Z\"},{\"name\":\"resource\",\"resource\":%s}]}"
            .formatted(change);
    assertThat(facts(server.post("/$what-if", sent))).containsExactly("PatientRegistered");
    assertThat(server.post("/$what-if?_asOf=2001&asOf=2002", change).statusCode()).isEqualTo(400);
    assertThat(server.post("/$what-if?_asOf=soon", change).statusCode()).isEqualTo(400);
    assertThat(
            server
                .post("/$what-if", "{\"resourceType\":\"Parameters\",\"parameter\":[]}")
                .statusCode())
        .isEqualTo(400);
  }

  private String entry(int at) {
    String id = "r" + random.nextInt(BUNDLES / 4);
    String patient = "p" + random.nextInt(3);
    String actor = List.of("dr", "dr", "dr", "ms", "ms", "nobody").get(random.nextInt(6));
    return switch (random.nextInt(12)) {
      case 0 ->
          stated("Patient", patient, random.nextInt(4) == 0 ? "" : ",\"active\":true")
              .replace("\"request\"", "\"fullUrl\":\"urn:uuid:" + at + "\",\"request\"");
      case 1, 2 ->
          ordered(
              id,
              List.of("draft", "active", "stopped").get(random.nextInt(3)),
              patient,
              "c" + random.nextInt(2));
      case 3, 4, 5 ->
          booked(
              "b" + random.nextInt(BUNDLES / 2),
              List.of("booked", "booked", "cancelled").get(random.nextInt(3)),
              actor,
              random.nextInt(30));
      case 6 -> calendar("s" + random.nextInt(2), actor, 1 + random.nextInt(2));
      case 7 ->
          random.nextBoolean()
              ? entry("DELETE", "Appointment/b" + random.nextInt(BUNDLES / 2), "")
              : random.nextBoolean()
                  ? entry("DELETE", "Practitioner/ms", "")
                  : stated("Practitioner", "ms", "");
      case 8 -> entry("GET", (random.nextBoolean() ? "Patient/p1" : "Appointment/b1"), "");
      case 9 -> entry("GET", "MedicationRequest?status=active&_sort=_id", "");
      case 10 ->
          "{\"request\":{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"_id=%s\"},\"resource\":{\"resourceType\":\"Patient\"}}"
              .formatted(patient);
      default ->
          entry(
              "PATCH",
              "Patient/" + patient,
              ",\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"Patient.active\"},{\"name\":\"value\",\"valueBoolean\":%s}]}]}"
                  .formatted(random.nextBoolean()));
    };
  }

  private static String code(HttpResponse<String> refused) throws Exception {
    return JSON.readTree(refused.body()).at("/issue/0/details/coding/0/code").asText();
  }

  private record Remembered(String bundle, String instant, int status, JsonNode answer) {}

  @Test
  void what_was_answered_at_an_instant_is_answered_as_of_it_ever_after() throws Exception {
    var all = new ArrayList<Remembered>();
    var refused = new TreeMap<String, Integer>();
    for (int n = 0; n < BUNDLES; n++) {
      var entries = new ArrayList<String>();
      int size = 1 + random.nextInt(3);
      for (int at = 0; at < size; at++) entries.add(entry(at));
      String bundle = bundle(entries);
      HttpResponse<String> now = tried(bundle, "");
      all.add(new Remembered(bundle, last(), now.statusCode(), alike(now.body())));
      HttpResponse<String> real = server.post("", bundle);
      assertThat(real.statusCode()).as(bundle + now.body()).isEqualTo(now.statusCode());
      if (now.statusCode() != 200) refused.merge(code(now), 1, Integer::sum);
    }
    for (Remembered each : all) {
      String instant = URLEncoder.encode(each.instant(), StandardCharsets.UTF_8);
      HttpResponse<String> then = tried(each.bundle(), instant);
      assertThat(then.statusCode()).as(each + then.body()).isEqualTo(each.status());
      assertThat(alike(then.body())).as(each.bundle()).isEqualTo(each.answer());
    }
    assertThat(refused)
        .containsKeys("double-booking", "duplicate-order", "reference-to-nothing")
        .allSatisfy((code, times) -> assertThat(times).isLessThan(BUNDLES / 2));
  }
}

package dev.anamnesis.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.fuzz.RawHttp.Reply;
import dev.anamnesis.fuzz.RawHttp.Request;
import dev.anamnesis.r4.Json;
import dev.anamnesis.server.LiveServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Ten thousand requests that are wrong somewhere, the same each time. */
class FuzzTest {

  private static final int REQUESTS = 10_000;
  private static final int CLIENTS = 4;
  private static final long SEED = 20260;

  private static Request json(String method, String path, String body, String... headers) {
    var lines = new ArrayList<>(List.of("Content-Type: application/fhir+json"));
    lines.addAll(List.of(headers));
    return new Request(method, path, lines, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Request get(String path) {
    return new Request("GET", path, List.of(), new byte[0]);
  }

  /** Right requests, each with ids of its own: {@code fz-17-a}. */
  private static List<Request> right(String id) {
    String patient =
        """
        {"resourceType":"Patient","id":"%s-a","meta":{"tag":[{"system":"http://x.org","code":"t"}]},
        "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">A</div>"},
        "identifier":[{"system":"urn:mrn","value":"%s"}],"name":[{"family":"Berg","given":["Anna"]}],
        "birthDate":"1970-01-01","multipleBirthInteger":2,"active":true}"""
            .formatted(id, id);
    String observation =
        """
        {"resourceType":"Observation","id":"%s-o","status":"final","code":{"coding":[{"system":"http://loinc.org",
        "code":"8867-4"}]},"subject":{"reference":"Patient/%s-a"},"effectiveDateTime":"2024-01-01T00:00:00Z",
        "valueQuantity":{"value":1.50,"unit":"mg"}}"""
            .formatted(id, id);
    String bundle =
        """
        {"resourceType":"Bundle","type":"%s","entry":[
        {"fullUrl":"urn:uuid:0c3201bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":%s,"request":{"method":"PUT","url":"Patient/%s-a"}},
        {"resource":%s,"request":{"method":"PUT","url":"Observation/%s-o"}},
        {"resource":{"resourceType":"Basic","code":{"text":"%s-b"},"subject":{"reference":"urn:uuid:0c3201bd-1cbf-4d64-b04d-cd9187a4c6e0"}},"request":{"method":"POST","url":"Basic"}},
        {"request":{"method":"GET","url":"Patient/fixed"}}]}""";
    String transaction = bundle.formatted("transaction", patient, id, observation, id, id);
    String fixed = "{\"resourceType\":\"Patient\",\"id\":\"fixed\",\"active\":true}";
    String patch =
        "[{\"op\":\"test\",\"path\":\"/id\",\"value\":\"fixed\"},{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"other\"}]";
    String fhirPatch =
        """
        {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},
        {"name":"path","valueString":"Patient.active"},{"name":"value","valueBoolean":false}]}]}""";
    String order =
        """
        {"resourceType":"MedicationRequest","id":"%s-m","status":"draft","intent":"order",
        "medicationCodeableConcept":{"text":"x"},"subject":{"reference":"Patient/fixed"}}"""
            .formatted(id);
    return List.of(
        json("PUT", "/Patient/" + id + "-a", patient),
        json("PUT", "/Patient/fixed", fixed, "If-Match: W/\"1\""),
        json("POST", "/Observation", observation, "Prefer: return=representation"),
        json("PUT", "/MedicationRequest/" + id + "-m", order),
        json("POST", "", transaction),
        json("POST", "/", transaction),
        json("POST", "", bundle.formatted("batch", patient, id, observation, id, id)),
        json("POST", "/Patient", patient, "If-None-Exist: identifier=urn:mrn|" + id),
        json("PUT", "/Patient?identifier=urn:mrn|" + id, patient),
        new Request(
            "PATCH",
            "/Patient/fixed",
            List.of("Content-Type: application/json-patch+json"),
            patch.getBytes(StandardCharsets.UTF_8)),
        json("PATCH", "/Patient/fixed", fhirPatch),
        json("POST", "/Patient/$validate", patient),
        new Request(
            "POST",
            "/Patient/_search",
            List.of("Content-Type: application/x-www-form-urlencoded"),
            "name=berg&_count=2".getBytes(StandardCharsets.UTF_8)),
        get("/Patient/fixed"),
        get("/Patient/fixed/_history?_count=5"),
        get("/Patient/fixed/_history/1"),
        get("/_history?_count=3&_sort=_lastUpdated&_since=2020-01-01T00:00:00Z"),
        get("/Patient?name=berg&birthdate=ge1970&_sort=-birthdate,family&_count=3"),
        get(
            "/Observation?subject:Patient.identifier=urn:mrn|x&value-quantity=gt1&_include=Observation:subject"),
        get("/Patient/fixed/$everything?_count=5"),
        get("/Patient/fixed/Observation?code=8867-4"),
        get("/metadata"),
        new Request("DELETE", "/Patient/" + id + "-a", List.of(), new byte[0]));
  }

  /** A request that was refused, by the ids it would have written. */
  private record Sent(String id, Request request, Reply reply) {}

  @Test
  void nothing_wrong_gives_a_5xx_a_hang_or_a_partial_write() throws Exception {
    try (var server = LiveServer.with("max-body", "1000000")) {
      assertThat(
              server
                  .put("/Patient/fixed", "{\"resourceType\":\"Patient\",\"id\":\"fixed\"}")
                  .statusCode())
          .isEqualTo(201);
      var sent = Collections.synchronizedList(new ArrayList<Sent>(REQUESTS));
      try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
        var futures = new ArrayList<java.util.concurrent.Future<?>>();
        for (int client = 0; client < CLIENTS; client++) {
          int first = client;
          futures.add(threads.submit(() -> send(server, first, sent)));
        }
        for (var future : futures) future.get();
      }
      assertThat(sent).hasSize(REQUESTS);
      var bad =
          sent.stream().filter(s -> s.reply().status() == 0 || s.reply().status() >= 500).toList();
      assertThat(bad.stream().limit(5).map(s -> s.reply().status() + " " + s.request())).isEmpty();
      assertThat(sent.stream().filter(s -> s.reply().status() < 300).count()).isGreaterThan(500);
      assertThat(sent.stream().filter(s -> s.reply().status() >= 400).count()).isGreaterThan(3000);
      Set<String> written = written(server);
      assertThat(
              sent.stream()
                  .filter(s -> s.reply().status() >= 400)
                  .map(Sent::id)
                  .filter(written::contains))
          .isEmpty();
      assertThat(server.checkFold()).isGreaterThan(300);
    }
  }

  private static Void send(LiveServer server, int client, List<Sent> sent) throws IOException {
    var http = new RawHttp(URI.create(server.url()));
    for (int n = client; n < REQUESTS; n += CLIENTS) {
      String id = "fz-" + n;
      var mutations = new Mutations(SEED + n);
      List<Request> right = right(id);
      Request request = mutations.of(right.get(n % right.size()));
      sent.add(new Sent(id, request, http.send(request)));
    }
    return null;
  }

  /** The ids of all that was written, without what stands after the number. */
  private static Set<String> written(LiveServer server) {
    var written = new HashSet<String>();
    String url = "/_history?_sort=_lastUpdated&_count=1000";
    while (!url.isEmpty()) {
      var page = (Json.Obj) Json.parse(server.get(url).body());
      url = "";
      for (Json item : page.items("entry")) {
        String text = item.text();
        int at = text.indexOf("fz-");
        while (at >= 0) {
          int end = text.indexOf('-', at + 3);
          if (end > 0 && end < at + 9) written.add(text.substring(at, end));
          at = text.indexOf("fz-", at + 3);
        }
      }
      for (Json link : page.items("link")) {
        var found = (Json.Obj) link;
        if (found.string("relation").orElse("").equals("next"))
          url = found.string("url").orElse("");
      }
    }
    return written;
  }
}

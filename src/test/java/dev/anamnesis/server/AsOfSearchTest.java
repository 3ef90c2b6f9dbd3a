package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A search asked as of an instant answers what it answered then. 60 instants in a build, {@code
 * -Dsearch.asof=200} for as many as that, five searches each.
 */
class AsOfSearchTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LiveServer SERVER = LiveServer.shared();
  private static final int INSTANTS = Integer.getInteger("search.asof", 60);
  private static final int SEARCHES = 5;
  private static final long SEED = 20_240_229;
  private static final int IDS = 12;

  private final Random random = new Random(SEED);
  private final String tag = "asof" + UUID.randomUUID().toString().substring(0, 8);

  private record Asked(String search, String instant, List<String> answer) {}

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String id(String type) {
    return tag + type.toLowerCase(java.util.Locale.ROOT).charAt(0) + random.nextInt(IDS);
  }

  private String day() {
    return "2024-0%d-1%d".formatted(1 + random.nextInt(3), random.nextInt(4));
  }

  private String patient() {
    String name =
        random.nextInt(5) == 0
            ? ""
            : ",\"name\":[{\"family\":\"" + one(List.of("Ada", "Adams", "Berg", "Émile")) + "\"}]";
    String link =
        random.nextInt(6) > 0
            ? ""
            : ",\"link\":[{\"type\":\"%s\",\"other\":{\"reference\":\"Patient/%s\"}}]"
                .formatted(one(List.of("replaced-by", "replaces")), id("Patient"));
    String born = random.nextInt(4) == 0 ? "" : ",\"birthDate\":\"" + day() + '"';
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s%s%s,\"gender\":\"%s\",\"active\":%b,\"identifier\":[{\"system\":\"urn:i\",\"value\":\"%d\"}]"
        .formatted(
            "ID",
            name,
            link,
            born,
            one(List.of("male", "female")),
            random.nextBoolean(),
            random.nextInt(4));
  }

  private String observation() {
    String when =
        random.nextBoolean()
            ? "\"effectiveDateTime\":\"" + day() + '"'
            : "\"effectivePeriod\":{\"start\":\"2024-01-10\",\"end\":\"" + day() + "\"}";
    return "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"%s\",\"code\":{\"coding\":[{\"system\":\"urn:c\",\"code\":\"%s\",\"display\":\"%s\"}]},\"subject\":{\"reference\":\"Patient/%s\"},%s,\"valueQuantity\":{\"value\":%d,\"unit\":\"mg\"}"
        .formatted(
            "ID",
            one(List.of("final", "amended")),
            one(List.of("a", "b", "c")),
            one(List.of("Heart rate", "Body weight")),
            id("Patient"),
            when,
            random.nextInt(5));
  }

  /** The instant after it. */
  private String write() {
    String type = one(List.of("Patient", "Observation"));
    String id = id(type);
    if (random.nextInt(5) == 0) {
      var gone = SERVER.delete("/" + type + "/" + id);
      assertThat(gone.statusCode()).isEqualTo(204);
    }
    String body = type.equals("Patient") ? patient() : observation();
    String meta = ",\"meta\":{\"tag\":[{\"system\":\"urn:t\",\"code\":\"" + tag + "\"}]}}";
    var written = SERVER.put("/" + type + "/" + id, body.replace("\"ID\"", '"' + id + '"') + meta);
    assertThat(written.statusCode()).as(written.body()).isIn(200, 201);
    String instant = read(written.body()).path("meta").path("lastUpdated").asText();
    if (random.nextInt(6) > 0) return instant;
    SERVER.delete("/" + type + "/" + id);
    JsonNode history = read(SERVER.get("/" + type + "/" + id + "/_history?_count=1").body());
    return history.path("entry").path(0).path("response").path("lastModified").asText();
  }

  private String search() {
    String filter =
        switch (random.nextInt(22)) {
          case 0 -> "Patient?family=ad";
          case 1 -> "Patient?family:exact=Ada";
          case 2 -> "Patient?family:contains=mil";
          case 3 -> "Patient?gender=male&active=true";
          case 4 -> "Patient?gender:not=male";
          case 5 -> "Patient?birthdate=ge" + day() + "&birthdate=lt2024-03-12";
          case 6 -> "Patient?birthdate:missing=true";
          case 7 -> "Patient?identifier=urn:i%7C1,urn:i%7C2";
          case 8 -> "Patient?_has:Observation:patient:code=urn:c%7Ca";
          case 9 -> "Patient?_sort=family,-birthdate";
          case 10 -> "Patient?_sort=-_lastUpdated&_count=4";
          case 11 -> "Patient?name:missing=false&_revinclude=Observation:subject";
          case 12 -> "Observation?patient=" + id("Patient");
          case 13 -> "Observation?code=b&status=final";
          case 14 -> "Observation?date=" + day();
          case 15 -> "Observation?date=sa" + day() + "&_sort=date";
          case 16 -> "Observation?subject:Patient.gender=female";
          case 17 -> "Observation?patient.identifier=urn:i%7C1&_include=Observation:patient";
          case 18 -> "Observation?value-quantity=gt2%7C%7Cmg";
          case 19 -> "Observation?code-value-quantity=urn:c%7Ca$le2";
          case 20 -> "Observation?code:text=heart";
          default -> "Observation?_sort=value-quantity,-date&_count=3";
        };
    return "/"
        + filter
        + "&_tag=urn:t%7C"
        + tag
        + (random.nextInt(4) == 0 ? "&_total=accurate" : "");
  }

  private List<String> ask(String search) {
    var answer = SERVER.get(search);
    assertThat(answer.statusCode()).as(search + answer.body()).isEqualTo(200);
    JsonNode bundle = read(answer.body());
    var told = new ArrayList<String>();
    told.add("total " + bundle.path("total"));
    for (JsonNode entry : bundle.path("entry")) {
      JsonNode resource = entry.path("resource");
      told.add(
          resource.path("id").asText()
              + '/'
              + resource.path("meta").path("versionId").asText()
              + ' '
              + entry.path("search").path("mode").asText());
    }
    return told;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_search_as_of_an_instant_answers_what_it_answered_then() {
    var asked = new ArrayList<Asked>();
    for (int at = 0; at < INSTANTS; at++) {
      String instant = "";
      for (int writes = 0; writes < 3; writes++) instant = write();
      for (int n = 0; n < SEARCHES; n++) {
        String search = search();
        asked.add(new Asked(search, instant, ask(search)));
      }
    }
    Map<String, List<String>> differences = new TreeMap<>();
    for (Asked then : asked) {
      List<String> now = ask(then.search() + "&_asOf=" + then.instant());
      if (!now.equals(then.answer()))
        differences.put(
            then.search() + ' ' + then.instant(),
            List.of(then.answer().toString(), now.toString()));
    }
    assertThat(differences).isEmpty();
    assertThat(asked.stream().filter(then -> then.answer().size() > 1).count())
        .isGreaterThan(asked.size() / 2L);
  }
}

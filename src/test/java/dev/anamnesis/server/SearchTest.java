package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Search over HTTP (https://hl7.org/fhir/R4/search.html). */
class SearchTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LiveServer SERVER = LiveServer.shared();

  private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);

  private String put(String type, String id, String members) {
    String path = "/" + type + "/" + tag + id;
    var answer =
        SERVER.put(
            path,
            "{\"resourceType\":\"%s\",\"id\":\"%s\",\"meta\":{\"tag\":[{\"system\":\"urn:t\",\"code\":\"%s\"}]}%s}"
                .formatted(type, tag + id, tag, members.replace("~", tag)));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return path;
  }

  private JsonNode get(String path) {
    var answer = SERVER.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return read(answer.body());
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The ids of the matches, without this test's prefix. */
  private List<String> ids(String search) {
    return ids(get(search + (search.contains("?") ? "&" : "?") + "_tag=urn:t%7C" + tag));
  }

  private List<String> ids(JsonNode bundle) {
    var ids = new ArrayList<String>();
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.path("search").path("mode").asText().equals("match"))
        ids.add(entry.path("resource").path("id").asText().replaceFirst(tag, ""));
    }
    return ids;
  }

  @Test
  void a_search_straight_after_a_201_finds_it_and_an_update_moves_it() {
    put(
        "Patient",
        "a",
        ",\"active\":true,\"name\":[{\"family\":\"Müller\",\"given\":[\"Anna Maria\"]}],\"gender\":\"female\",\"birthDate\":\"1980-03-05\",\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"~1\"}]");
    put(
        "Patient",
        "b",
        ",\"active\":false,\"name\":[{\"family\":\"Moller\"}],\"gender\":\"male\",\"birthDate\":\"1980-04-05\"");

    assertThat(ids("/Patient")).containsExactly("b", "a");
    assertThat(ids("/Patient?family=mull")).containsExactly("a");
    assertThat(ids("/Patient?name=anna")).containsExactly("a");
    assertThat(ids("/Patient?family:exact=Moller")).containsExactly("b");
    assertThat(ids("/Patient?family:contains=oller")).containsExactly("b");
    assertThat(ids("/Patient?gender=female")).containsExactly("a");
    assertThat(ids("/Patient?gender=http://hl7.org/fhir/administrative-gender%7Cmale"))
        .containsExactly("b");
    assertThat(ids("/Patient?gender:not=male")).containsExactly("a");
    assertThat(ids("/Patient?active=true,false")).containsExactly("b", "a");
    assertThat(ids("/Patient?identifier=urn:mrn%7C" + tag + "1")).containsExactly("a");
    assertThat(ids("/Patient?identifier=" + tag + "1")).containsExactly("a");
    assertThat(ids("/Patient?identifier=urn:mrn%7C")).containsExactly("a");
    assertThat(ids("/Patient?identifier=%7C" + tag + "1")).isEmpty();
    assertThat(ids("/Patient?birthdate=1980-03")).containsExactly("a");
    assertThat(ids("/Patient?birthdate=ge1980-03-06")).containsExactly("b");
    assertThat(ids("/Patient?birthdate=gt1980-03&birthdate=lt1981")).containsExactly("b");
    assertThat(ids("/Patient?birthdate=ne1980-04-05")).containsExactly("a");
    assertThat(ids("/Patient?identifier:missing=true")).containsExactly("b");
    assertThat(ids("/Patient?deceased=false")).containsExactly("b", "a");
    assertThat(ids("/Patient?_id=" + tag + "a")).containsExactly("a");
    assertThat(ids("/Patient?_sort=birthdate")).containsExactly("a", "b");
    assertThat(ids("/Patient?_sort=-family,birthdate")).containsExactly("a", "b");
    assertThat(ids("/Patient?_lastUpdated=gt2020")).containsExactly("b", "a");
    assertThat(ids("/Patient?_sort=_lastUpdated")).containsExactly("a", "b");

    put("Patient", "a", ",\"gender\":\"male\"");
    assertThat(ids("/Patient?gender=male")).containsExactly("b", "a");
    assertThat(ids("/Patient?birthdate=1980-03")).isEmpty();
    SERVER.delete("/Patient/" + tag + "b");
    assertThat(ids("/Patient?gender=male")).containsExactly("a");
  }

  @Test
  void references_chains_and_includes() {
    put(
        "Patient",
        "p",
        ",\"name\":[{\"family\":\"Chained\"}],\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"~9\"}]");
    put("Patient", "q", "");
    put(
        "Observation",
        "o1",
        ",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8480-6\",\"display\":\"Systolic pressure\"}]},\"subject\":{\"reference\":\"Patient/~p\"},\"effectiveDateTime\":\"2024-02-01\",\"valueQuantity\":{\"value\":120,\"unit\":\"mmHg\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mm[Hg]\"}");
    put(
        "Observation",
        "o2",
        ",\"status\":\"final\",\"code\":{\"text\":\"Something\"},\"subject\":{\"reference\":\"Patient/~q\"},\"effectivePeriod\":{\"start\":\"2024-01-01\"}");

    assertThat(ids("/Observation?subject=Patient/" + tag + "p")).containsExactly("o1");
    assertThat(ids("/Observation?patient=" + tag + "p")).containsExactly("o1");
    assertThat(ids("/Observation?subject:Patient=" + tag + "q")).containsExactly("o2");
    assertThat(ids("/Observation?patient.identifier=urn:mrn%7C" + tag + "9")).containsExactly("o1");
    assertThat(ids("/Observation?subject:Patient.family=chai")).containsExactly("o1");
    assertThat(ids("/Patient?_has:Observation:patient:code=8480-6")).containsExactly("p");
    assertThat(ids("/Observation?value-quantity=gt100")).containsExactly("o1");
    assertThat(
            ids(
                "/Observation?value-quantity=120%7Chttp://unitsofmeasure.org%7Cmm[Hg]"
                    .replace("[", "%5B")
                    .replace("]", "%5D")))
        .containsExactly("o1");
    assertThat(ids("/Observation?value-quantity=120%7C%7CmmHg")).containsExactly("o1");
    assertThat(ids("/Observation?code-value-quantity=http://loinc.org%7C8480-6$lt121"))
        .containsExactly("o1");
    assertThat(ids("/Observation?combo-code-value-quantity=8480-6$gt121")).isEmpty();
    assertThat(ids("/Observation?code:text=pressure")).containsExactly("o1");
    assertThat(ids("/Observation?code:text=some")).containsExactly("o2");
    assertThat(ids("/Observation?date=ge2024-01-15")).containsExactly("o2", "o1");
    assertThat(ids("/Observation?date=2024-02-01")).containsExactly("o1");

    JsonNode with =
        get("/Observation?_include=Observation:patient&_id=" + tag + "o1," + tag + "o2");
    assertThat(with.path("entry")).hasSize(4);
    JsonNode reverse = get("/Patient?_revinclude=Observation:subject&_id=" + tag + "p");
    assertThat(reverse.path("entry").findValuesAsText("mode")).containsExactly("match", "include");
    assertThat(ids(get("/Patient/" + tag + "p/Observation"))).containsExactly("o1");
  }

  @Test
  void codes_of_stored_value_sets_and_hierarchies() {
    put(
        "CodeSystem",
        "cs",
        ",\"url\":\"urn:cs:~\",\"status\":\"active\",\"content\":\"complete\",\"concept\":[{\"code\":\"a\",\"concept\":[{\"code\":\"b\",\"concept\":[{\"code\":\"c\"}]}]},{\"code\":\"d\"}]");
    put(
        "ValueSet",
        "vs",
        ",\"url\":\"urn:vs:~\",\"status\":\"active\",\"compose\":{\"include\":[{\"system\":\"urn:cs:~\",\"concept\":[{\"code\":\"b\"},{\"code\":\"d\"}]}]}");
    for (String code : List.of("a", "b", "c", "d")) {
      put(
          "Basic",
          code,
          ",\"code\":{\"coding\":[{\"system\":\"urn:cs:~\",\"code\":\"" + code + "\"}]}");
    }
    assertThat(ids("/Basic?code:in=urn:vs:" + tag)).containsExactly("d", "b");
    assertThat(ids("/Basic?code:not-in=urn:vs:" + tag)).containsExactly("c", "a");
    assertThat(ids("/Basic?code:below=urn:cs:" + tag + "%7Cb")).containsExactly("c", "b");
    assertThat(ids("/Basic?code:above=urn:cs:" + tag + "%7Cb")).containsExactly("b", "a");
    assertThat(SERVER.get("/Basic?code:in=urn:vs:nowhere").statusCode()).isEqualTo(400);
    assertThat(SERVER.get("/Basic?code:below=urn:cs:nowhere%7Cb").statusCode()).isEqualTo(400);
  }

  @Test
  void what_is_not_understood_is_refused_or_told() {
    var refused = SERVER.get("/Patient?nmae=x");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("unknown-parameter", "nmae");
    var lenient =
        SERVER.get("/Patient?nmae=x&_count=0&gender:exact=x", "Prefer", "handling=lenient");
    assertThat(lenient.statusCode()).isEqualTo(200);
    JsonNode bundle = read(lenient.body());
    assertThat(bundle.path("link").path(0).path("url").asText()).endsWith("/Patient?_count=0");
    assertThat(bundle.path("entry").path(0).path("search").path("mode").asText())
        .isEqualTo("outcome");
    for (String bad :
        List.of(
            "birthdate=1980-13",
            "_text=x",
            "_filter=x",
            "gender:exact=x",
            "birthdate=xx1980",
            "_sort=nothing",
            "_asOf=x",
            "_cursor=x",
            "_count=-1",
            "name=%00",
            "gender=%00",
            "birthdate=2024-01-01T00:00:00%2B99:99")) {
      assertThat(SERVER.get("/Patient?" + bad).statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void pages_stay_as_they_were_while_writes_go_on() {
    for (int at = 0; at < 7; at++) put("Basic", "x" + at, ",\"code\":{\"text\":\"x\"}");
    String next = "/Basic?_count=3&_tag=urn:t%7C" + tag;
    var seen = new ArrayList<String>();
    while (!next.isEmpty()) {
      JsonNode page = get(next);
      seen.addAll(ids(page));
      JsonNode link = page.path("link").path(1);
      next = link.path("relation").asText().equals("next") ? link.path("url").asText() : "";
      put("Basic", "late" + seen.size(), ",\"code\":{\"text\":\"x\"}");
      SERVER.delete("/Basic/" + tag + "x0");
    }
    assertThat(seen).containsExactly("x6", "x5", "x4", "x3", "x2", "x1", "x0");
  }

  @Test
  void post_search_and_searches_of_the_system() {
    put("Basic", "s", ",\"code\":{\"text\":\"x\"}");
    put("Patient", "s", "");
    var posted =
        SERVER.send(
            "POST",
            "/Patient/_search",
            "_tag=urn:t%7C" + tag,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(ids(read(posted.body()))).containsExactly("s");
    assertThat(get("/?_tag=urn:t%7C" + tag).path("entry")).hasSize(2);
    assertThat(get("/?_type=Basic&_tag=urn:t%7C" + tag).path("entry")).hasSize(1);
    assertThat(get("/Patient?_summary=count").path("total").asInt()).isPositive();
    assertThat(get("/Patient?_summary=count&_tag=urn:t%7C" + tag).path("total").asInt())
        .isEqualTo(1);
  }
}

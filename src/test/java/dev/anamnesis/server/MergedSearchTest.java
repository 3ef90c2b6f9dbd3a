package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What refers to a record that was merged into another is found by the other, while it is. */
class MergedSearchTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final Pattern FOUND = Pattern.compile("\"fullUrl\":\"[^\"]*/([A-Za-z]+/[^\"]*)\"");

  private final String tag = "m" + UUID.randomUUID().toString().substring(0, 8);

  private String patient(String name) {
    String id = tag + name;
    var put =
        SERVER.put(
            "/Patient/" + id,
            "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"urn:merge\",\"value\":\"%s\"}]}"
                .formatted(id, id));
    assertThat(put.statusCode()).isEqualTo(201);
    SERVER.put(
        "/Observation/" + tag + "o-" + name,
        "{\"resourceType\":\"Observation\",\"id\":\"%so-%s\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"urn:merge\",\"code\":\"%s\"}]},\"subject\":{\"reference\":\"Patient/%s\"}}"
            .formatted(tag, name, id, id));
    return id;
  }

  private static void merge(String source, String target) {
    var merged =
        SERVER.post(
            "/Patient/$merge",
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"source-patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}},{\"name\":\"target-patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}}]}"
                .formatted(source, target));
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
  }

  private static String instant(String patient) {
    return SERVER
        .get("/Patient/" + patient)
        .body()
        .replaceAll("(?s).*\"lastUpdated\":\"([^\"]*)\".*", "$1");
  }

  /** The names of what is found, without what all names of this test begin with. */
  private List<String> found(String search) {
    var answer = SERVER.get(search);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var found = new TreeSet<String>();
    var matcher = FOUND.matcher(answer.body());
    while (matcher.find()) found.add(matcher.group(1).replace(tag, ""));
    return List.copyOf(found);
  }

  private void assertByAnyDoor(String id, String... observations) {
    for (String search :
        List.of(
            "/Observation?patient=" + id,
            "/Observation?subject=Patient/" + id,
            "/Observation?subject:Patient=" + id + "&status=final&_sort=code",
            "/Observation?subject:Patient._id=" + id,
            "/Observation?patient.identifier=urn:merge%7C" + id,
            "/Patient/" + id + "/Observation")) {
      assertThat(found(search)).as(search).containsExactly(observations);
    }
  }

  @Test
  void a_survivor_has_what_refers_to_those_merged_into_it() {
    String a = patient("a");
    String b = patient("b");
    String c = patient("c");
    assertByAnyDoor(a, "Observation/o-a");
    merge(b, a);
    String once = instant(a);
    assertByAnyDoor(a, "Observation/o-a", "Observation/o-b");
    assertByAnyDoor(b, "Observation/o-b");
    merge(a, c);
    assertByAnyDoor(c, "Observation/o-a", "Observation/o-b", "Observation/o-c");
    assertThat(found("/Patient?_has:Observation:patient:code=urn:merge%7C" + b))
        .containsExactly("Patient/a", "Patient/b", "Patient/c");
    assertThat(found("/Patient/" + c + "/$everything"))
        .contains("Observation/o-a", "Observation/o-b", "Observation/o-c")
        .contains("Patient/a", "Patient/b", "Patient/c");
    String revincluded = "/Patient?_id=" + c + "&_revinclude=Observation:patient";
    assertThat(found(revincluded))
        .containsExactly("Observation/o-a", "Observation/o-b", "Observation/o-c", "Patient/c");
    String twice = instant(c);

    SERVER.post("/Patient/" + a + "/$unmerge", "{\"resourceType\":\"Parameters\"}");
    assertByAnyDoor(c, "Observation/o-c");
    assertByAnyDoor(a, "Observation/o-a", "Observation/o-b");
    assertThat(found(revincluded)).containsExactly("Observation/o-c", "Patient/c");
    assertThat(found(revincluded + "&_asOf=" + twice)).contains("Observation/o-b");
    assertThat(found("/Observation?patient=" + c + "&_asOf=" + twice))
        .containsExactly("Observation/o-a", "Observation/o-b", "Observation/o-c");
    assertThat(found("/Observation?patient.identifier=urn:merge%7C" + c + "&_asOf=" + twice))
        .containsExactly("Observation/o-a", "Observation/o-b", "Observation/o-c");
    assertThat(found("/Patient/" + c + "/$everything?_asOf=" + twice))
        .contains("Observation/o-a", "Observation/o-b", "Patient/b");
    assertThat(found("/Patient/" + c + "/$everything")).doesNotContain("Observation/o-b");
    assertThat(found("/Observation?patient=" + c + "&_asOf=" + once))
        .containsExactly("Observation/o-c");
    assertThat(found("/Patient?_has:Observation:patient:code=urn:merge%7C" + b))
        .containsExactly("Patient/a", "Patient/b");
  }

  @Test
  void links_in_a_circle_end() {
    String a = patient("a");
    String b = patient("b");
    for (String[] pair : new String[][] {{a, b}, {b, a}}) {
      SERVER.put(
          "/Patient/" + pair[0],
          "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/%s\"}}]}"
              .formatted(pair[0], pair[1]));
    }
    assertThat(found("/Observation?patient=" + a))
        .containsExactly("Observation/o-a", "Observation/o-b");
    SERVER.delete("/Patient/" + b);
    assertThat(found("/Observation?patient=" + a)).containsExactly("Observation/o-a");
  }
}

package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole records after a merge: both histories are read under the record that is kept. */
class MergedRecordTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final Pattern LOCATION = Pattern.compile("/([A-Z]\\w+/[^/\"]*/_history/\\d+)\"");
  private static final Pattern CHANGED = Pattern.compile("\"valueUri\":\"([A-Z]\\w+/[^\"]*)\"");

  private final String tag = UUID.randomUUID().toString().substring(0, 8);
  private final String kept = tag + "-kept";
  private final String given = tag + "-given";

  private static void put(String type, String id, String members) {
    var put =
        SERVER.put(
            "/" + type + "/" + id,
            "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, members));
    assertThat(put.statusCode()).as(put.body()).isIn(200, 201);
  }

  private void observation(String id, String status, String patient) {
    put(
        "Observation",
        id,
        ",\"status\":\"%s\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}"
            .formatted(status, patient));
  }

  private void records() {
    put("Patient", kept, ",\"active\":true");
    put("Patient", given, ",\"active\":true");
    observation(tag + "-o", "preliminary", given);
    observation(tag + "-o", "final", given);
  }

  private void merge() {
    String reference =
        "{\"name\":\"%s-patient\",\"valueReference\":{\"reference\":\"Patient/%s\"}}";
    var merged =
        SERVER.post(
            "/Patient/$merge",
            "{\"resourceType\":\"Parameters\",\"parameter\":[%s,%s]}"
                .formatted(
                    reference.formatted("source", given), reference.formatted("target", kept)));
    assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
  }

  private void unmerge() {
    SERVER.post("/Patient/" + given + "/$unmerge", "{\"resourceType\":\"Parameters\"}");
  }

  private static String now(String patient) {
    return SERVER
        .get("/Patient/" + patient)
        .body()
        .replaceAll("(?s).*\"lastUpdated\":\"([^\"]*)\".*", "$1");
  }

  private TreeSet<String> found(Pattern pattern, String url) {
    var answer = SERVER.get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var found = new TreeSet<String>();
    var matcher = pattern.matcher(answer.body());
    while (matcher.find()) found.add(matcher.group(1).replace(tag + "-", ""));
    return found;
  }

  @Test
  void the_history_of_the_record_that_is_kept_holds_both_until_they_are_parted() {
    records();
    String before = now(given);
    merge();
    String merged = now(kept);
    String[] both = {
      "Observation/o/_history/1",
      "Observation/o/_history/2",
      "Patient/given/_history/1",
      "Patient/given/_history/2",
      "Patient/kept/_history/1",
      "Patient/kept/_history/2"
    };
    assertThat(found(LOCATION, "/Patient/" + kept + "/$history")).containsExactly(both);
    assertThat(found(LOCATION, "/Patient/" + given + "/$history"))
        .contains(both[2], both[3])
        .doesNotContain(both[4]);
    assertThat(found(LOCATION, "/Patient/" + kept + "/$history?_at=" + before))
        .containsExactly(both[4]);
    assertThat(found(LOCATION, "/Patient/" + kept + "/$history?_type=Observation"))
        .containsExactly(both[0], both[1]);
    unmerge();
    assertThat(found(LOCATION, "/Patient/" + kept + "/$history"))
        .contains(both[4], both[5], "Patient/kept/_history/3")
        .doesNotContain(both[0], both[1], both[2]);
    assertThat(found(LOCATION, "/Patient/" + kept + "/$history?_at=" + merged))
        .containsExactly(both[1], both[3], both[5]);
  }

  @Test
  void the_difference_of_the_record_that_is_kept_is_that_of_both() {
    records();
    merge();
    String start = now(kept);
    observation(tag + "-o", "amended", given);
    assertThat(found(CHANGED, "/Patient/" + kept + "/$diff-record?fromAt=" + start))
        .containsExactly("Observation/o");
    unmerge();
    assertThat(found(CHANGED, "/Patient/" + kept + "/$diff-record?fromAt=" + start))
        .contains("Patient/kept")
        .doesNotContain("Observation/o");
  }

  @Test
  void a_record_is_not_taken_back_over_a_merge() {
    records();
    String before = now(given);
    merge();
    String revert = "/$revert-record?at=" + before;
    for (String record : new String[] {kept, given}) {
      var refused = SERVER.post("/Patient/" + record + revert, "");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("merged-since", "$unmerge");
    }
    unmerge();
    observation(tag + "-o", "amended", given);
    var back = SERVER.post("/Patient/" + given + revert, "");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
    assertThat(SERVER.get("/Observation/" + tag + "-o").statusCode()).isEqualTo(410);
  }
}

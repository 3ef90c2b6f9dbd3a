package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.audit.Balp;
import dev.anamnesis.r4.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a regulator asks of AuditEvent over HTTP. */
class AuditSearchTest {

  private static final LiveServer SERVER = LiveServer.shared();

  @BeforeAll
  static void aWeekOnTheWard() {
    put("Patient", "aus-1", "", "X-Audit-User", "dr-aus", "X-Audit-Purpose", "TREAT");
    put("Practitioner", "aus-p", "");
    put(
        "Observation",
        "aus-o",
        ",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/aus-1\"}",
        "X-Audit-User",
        "Practitioner/aus-p");
    SERVER.get("/Observation/aus-o", "X-Audit-User", "nurse-aus", "X-Audit-Client", "aus-app");
    SERVER.get("/Patient/aus-1/_history", "X-Audit-User", "nurse-aus");
    SERVER.get("/Patient/aus-none", "X-Audit-User", "nurse-aus");
    SERVER.delete("/Patient/aus-1", "X-Audit-User", "dr-aus", "X-Request-Id", "aus:del");
  }

  private static void put(String type, String id, String more, String... headers) {
    String body = "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, more);
    assertThat(SERVER.put("/" + type + "/" + id, body, headers).statusCode()).isEqualTo(201);
  }

  private static List<Json.Obj> resources(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    var bundle = (Json.Obj) Json.parse(response.body());
    return bundle.items("entry").stream()
        .map(entry -> (Json.Obj) ((Json.Obj) entry).get("resource").orElseThrow())
        .toList();
  }

  /** Subtype, outcome and what it was about of each match. */
  private static List<String> found(String query) {
    var lines = new ArrayList<String>();
    for (Json.Obj event : resources(SERVER.get("/AuditEvent?_sort=date&" + query))) {
      String type = event.string("resourceType").orElseThrow();
      if (!type.equals("AuditEvent")) {
        lines.add(type + " " + event.string("id").orElseThrow());
        continue;
      }
      var subtype = (Json.Obj) event.items("subtype").getFirst();
      lines.add(
          subtype.string("code").orElseThrow()
              + " "
              + event.string("outcome").orElseThrow()
              + " "
              + event.items("entity").stream()
                  .map(entity -> ((Json.Obj) entity).get("what"))
                  .flatMap(Optional::stream)
                  .flatMap(what -> ((Json.Obj) what).string("reference").stream())
                  .findFirst()
                  .orElse("-"));
    }
    return lines;
  }

  @Test
  void who_saw_and_who_changed_a_patients_record_also_when_it_is_gone() {
    assertThat(found("patient=Patient/aus-1&agent=nurse-aus,dr-aus,Practitioner/aus-p"))
        .containsExactly(
            "update 0 Patient/aus-1/_history/1",
            "update 0 Observation/aus-o/_history/1",
            "read 0 Observation/aus-o/_history/1",
            "history-instance 0 Patient/aus-1",
            "delete 0 Patient/aus-1/_history/2");
  }

  @Test
  void each_parameter_narrows() {
    assertThat(found("agent=nurse-aus&patient=aus-1&subtype=read"))
        .containsExactly("read 0 Observation/aus-o/_history/1");
    assertThat(found("agent.identifier=https://anamnesis.dev/declared-caller%7Caus-app"))
        .containsExactly("read 0 Observation/aus-o/_history/1");
    assertThat(found("agent-name=NURSE-AUS&outcome=4")).containsExactly("read 4 Patient/aus-none");
    assertThat(found("agent=dr-aus&action=D")).containsExactly("delete 0 Patient/aus-1/_history/2");
    assertThat(found("entity=Observation/aus-o&action=R"))
        .containsExactly("read 0 Observation/aus-o/_history/1");
    assertThat(found("entity.identifier=aus:del"))
        .containsExactly("delete 0 Patient/aus-1/_history/2");
    assertThat(found("agent=dr-aus&date=lt2020")).isEmpty();
    assertThat(found("agent=dr-aus&date=ge2020&type=rest&address=127.&site=anamnesis")).hasSize(2);
    assertThat(found("agent=dr-aus&entity-role=24")).isEmpty();
    assertThat(found("agent=dr-aus&agent-role=x")).isEmpty();
    assertThat(found("type=http://dicom.nema.org/resources/ontology/DCM%7C110100&_count=1"))
        .containsExactly("110120 0 -");
  }

  @Test
  void a_version_is_asked_for_by_itself() {
    put(
        "Basic",
        "aus-b",
        ",\"code\":{\"text\":\"1\"},\"subject\":{\"reference\":\"Patient/aus-2\"}");
    String second = "{\"resourceType\":\"Basic\",\"id\":\"aus-b\",\"code\":{\"text\":\"2\"}}";
    SERVER.put("/Basic/aus-b", second);
    SERVER.get("/Basic/aus-b/_history/1");
    SERVER.get("/Basic/aus-b/_history/9");
    SERVER.get("/Basic/aus-b");

    assertThat(found("entity=Basic/aus-b/_history/1"))
        .containsExactly("update 0 Basic/aus-b/_history/1", "vread 0 Basic/aus-b/_history/1");
    assertThat(found("entity=Basic/aus-b/_history/2"))
        .containsExactly("update 0 Basic/aus-b/_history/2", "read 0 Basic/aus-b/_history/2");
    assertThat(found("entity=Basic/aus-b/_history/9")).hasSize(1);
    assertThat(found("entity=Basic/aus-b")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void includes_are_the_resources_as_they_are_now() {
    assertThat(
            found(
                "entity=Observation/aus-o&action=U&_include=AuditEvent:agent&_include=AuditEvent:entity"))
        .containsExactly(
            "update 0 Observation/aus-o/_history/1", "Practitioner aus-p", "Observation aus-o");
  }

  @Test
  void pages_reach_every_record_once() {
    var ids = new ArrayList<String>();
    String next = SERVER.url() + "/AuditEvent?patient=aus-1&agent=nurse-aus,dr-aus&_count=1";
    while (!next.isEmpty()) {
      HttpResponse<String> page = SERVER.get(next);
      resources(page).forEach(event -> ids.add(event.string("id").orElseThrow()));
      var bundle = (Json.Obj) Json.parse(page.body());
      next =
          bundle.items("link").stream()
              .map(link -> (Json.Obj) link)
              .filter(link -> link.string("relation").orElse("").equals("next"))
              .map(link -> link.string("url").orElseThrow())
              .findFirst()
              .orElse("");
    }
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    assertThat(ids.stream().map(Long::valueOf).toList())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(SERVER.get("/AuditEvent?patient=aus-1&agent=nurse-aus,dr-aus&_summary=count").body())
        .contains("\"total\":4");
  }

  @Test
  void one_is_read_by_its_id_and_validates_and_the_reading_is_audited() {
    String id =
        resources(SERVER.get("/AuditEvent?entity.identifier=aus:del"))
            .getFirst()
            .string("id")
            .orElseThrow();
    HttpResponse<String> one = SERVER.get("/AuditEvent/" + id, "X-Audit-User", "regulator-aus");
    assertThat(one.statusCode()).isEqualTo(200);
    assertThat(Balp.problems(one.body())).isEmpty();
    assertThat(found("agent=regulator-aus")).containsExactly("read 0 AuditEvent/" + id);
    assertThat(SERVER.get("/AuditEvent/none").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/AuditEvent/" + id + "/_history/2").statusCode()).isEqualTo(404);
  }

  @Test
  void no_door_changes_it() {
    String event = SERVER.get("/AuditEvent/1").body();
    assertThat(
            List.of(
                SERVER.post("/AuditEvent", event).statusCode(),
                SERVER.put("/AuditEvent/1", event).statusCode(),
                SERVER.delete("/AuditEvent/1").statusCode(),
                SERVER
                    .send(
                        "PATCH",
                        "/AuditEvent/1",
                        "[]",
                        "Content-Type",
                        "application/json-patch+json")
                    .statusCode()))
        .containsOnly(405);
    String batch =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"AuditEvent/1\"}},{\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"AuditEvent\"}}]}"
            .formatted(event);
    assertThat(SERVER.post("/", batch).body())
        .doesNotContain("\"status\":\"201")
        .doesNotContain("\"status\":\"200");
    assertThat(SERVER.get("/AuditEvent/1").body()).isEqualTo(event);
  }

  @Test
  void what_is_not_understood_is_refused() {
    for (String query :
        List.of(
            "nonsense=1",
            "date=soon",
            "entity=x",
            "_sort=type",
            "_count=-1",
            "patient=",
            "_include=x",
            "_cursor=x")) {
      assertThat(SERVER.get("/AuditEvent?" + query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(SERVER.get("/AuditEvent?nonsense=1", "Prefer", "handling=lenient").statusCode())
        .isEqualTo(200);
  }
}

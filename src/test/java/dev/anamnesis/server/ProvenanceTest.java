package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each commit's Provenance, derived from the log, and what requests state of their own. */
class ProvenanceTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final String STATED =
      "{\"resourceType\":\"Provenance\",\"location\":{\"display\":\"Ward\"},\"reason\":[{\"text\":\"referral\"}],\"agent\":[{\"who\":{\"reference\":\"Practitioner/%s\"}}]}";

  private static void put(String type, String id, String more, String... headers) {
    String body = "{\"resourceType\":\"%s\",\"id\":\"%s\"%s}".formatted(type, id, more);
    HttpResponse<String> response = SERVER.put("/" + type + "/" + id, body, headers);
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
  }

  private static Json.Obj bundle(String query, String... headers) {
    String url = query.startsWith("http") ? query : "/Provenance?" + query;
    HttpResponse<String> response = SERVER.get(url, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return (Json.Obj) Json.parse(response.body());
  }

  private static Json.Obj in(Json.Obj object, String name) {
    return (Json.Obj) object.items(name).getFirst();
  }

  private static List<Json.Obj> resources(Json.Obj bundle) {
    return bundle.items("entry").stream().map(e -> in((Json.Obj) e, "resource")).toList();
  }

  /** Whether it is derived, and its first target. */
  private static List<String> found(String query) {
    return resources(bundle(query)).stream().map(ProvenanceTest::line).toList();
  }

  private static String line(Json.Obj provenance) {
    boolean derived = provenance.string("id").orElseThrow().startsWith("commit-");
    String target = in(provenance, "target").string("reference").orElseThrow();
    return (derived ? "derived " : "written ") + target;
  }

  @Test
  void a_commit_tells_who_made_what_when_and_why_with_its_facts_by_name() {
    put(
        "Patient",
        "prov-a",
        ",\"active\":true,\"telecom\":[{\"system\":\"phone\",\"value\":\"1\"}]",
        "X-Audit-User",
        "Practitioner/prov-dr",
        "X-Audit-Client",
        "prov-app",
        "X-Audit-On-Behalf-Of",
        "Organization/prov-o",
        "X-Audit-Purpose",
        "TREAT");
    Json.Obj one = resources(bundle("target=Patient/prov-a")).getFirst();
    String instant =
        in((Json.Obj) Json.parse(SERVER.get("/Patient/prov-a").body()), "meta")
            .string("lastUpdated")
            .orElseThrow();
    String declared = "\"display\":\"declared, unauthenticated\"";
    String role = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    String expected =
        """
        {"resourceType":"Provenance","id":"%s","meta":{"versionId":"1","lastUpdated":"%s"},\
        "target":[{"reference":"Patient/prov-a/_history/1"}],"recorded":"%s",\
        "reason":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}]}],\
        "activity":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-DataOperation","code":"CREATE","display":"create"},\
        {"system":"https://anamnesis.dev/facts","code":"PatientRegistered"},{"system":"https://anamnesis.dev/facts","code":"ContactInfoUpdated"}]},\
        "agent":[{"type":{"coding":[{"system":"%s","code":"author","display":"Author"}]},\
        "who":{"reference":"Practitioner/prov-dr",%s},"onBehalfOf":{"reference":"Organization/prov-o",%s}},\
        {"type":{"coding":[{"system":"%s","code":"assembler","display":"Assembler"}]},\
        "who":{"identifier":{"system":"https://anamnesis.dev/declared-caller","value":"prov-app"},%s}}]}"""
            .formatted(
                one.string("id").orElseThrow(),
                instant,
                instant,
                role,
                declared,
                declared,
                role,
                declared);
    assertThat(one.text()).isEqualTo(expected);
    String path = "/Provenance/" + one.string("id").orElseThrow();
    assertThat(SERVER.get(path).body()).isEqualTo(expected);
    assertThat(SERVER.get(path + "/_history/1").body()).isEqualTo(expected);
    assertThat(SERVER.get(path + "/_history/2").statusCode()).isEqualTo(404);
    assertThat(SERVER.post("/Provenance/$validate", expected).body()).doesNotContain("error");
  }

  @Test
  void it_is_found_by_target_with_or_without_version_by_agent_and_by_time() {
    put("Patient", "prov-b", "", "X-Audit-User", "prov-nurse");
    String between = resources(bundle("target=Patient/prov-b")).getFirst().string("recorded").get();
    put("Patient", "prov-b", ",\"active\":true", "X-Audit-User", "Practitioner/prov-b-dr");
    SERVER.delete("/Patient/prov-b", "X-Audit-User", "prov-nurse");
    String v1 = "derived Patient/prov-b/_history/1";
    String v2 = "derived Patient/prov-b/_history/2";
    String v3 = "derived Patient/prov-b/_history/3";
    assertThat(found("target=Patient/prov-b")).containsExactly(v3, v2, v1);
    assertThat(found("target:Patient=prov-b&_sort=recorded")).containsExactly(v1, v2, v3);
    assertThat(found("patient=prov-b&_sort=-_lastUpdated")).containsExactly(v3, v2, v1);
    assertThat(found("target=Patient/prov-b/_history/2")).containsExactly(v2);
    assertThat(found("target=" + SERVER.url() + "/Patient/prov-b/_history/3")).containsExactly(v3);
    assertThat(found("target=Patient/prov-b&agent=prov-nurse")).containsExactly(v3, v1);
    assertThat(found("agent=Practitioner/prov-b-dr")).containsExactly(v2);
    assertThat(found("agent:Practitioner=prov-b-dr")).containsExactly(v2);
    assertThat(found("target=Patient/prov-b&recorded=gt" + between)).containsExactly(v3, v2);
    assertThat(found("target=Patient/prov-b&recorded=" + between)).containsExactly(v1);
    assertThat(found("target=Patient/prov-b&recorded=lt2020")).isEmpty();
    assertThat(found("target=Patient/prov-none")).isEmpty();
    assertThat(bundle("target=Patient/prov-b&_summary=count").text()).contains("\"total\":3");
  }

  @Test
  void pages_reach_the_derived_and_the_written_once_each() {
    put("Patient", "prov-c", "");
    put("Provenance", "prov-c1", written("prov-c"));
    put("Patient", "prov-c", ",\"active\":true");
    put("Provenance", "prov-c2", written("prov-c"));
    for (String order : List.of("", "&_sort=recorded", "&_sort=-_lastUpdated", "&_sort=when")) {
      var pages = new ArrayList<String>();
      String next = SERVER.url() + "/Provenance?target=Patient/prov-c&_count=1" + order;
      while (!next.isEmpty()) {
        Json.Obj page = bundle(next);
        resources(page).forEach(each -> pages.add(each.string("id").orElseThrow()));
        next =
            page.items("link").stream()
                .map(link -> (Json.Obj) link)
                .filter(link -> link.string("relation").orElse("").equals("next"))
                .map(link -> link.string("url").orElseThrow())
                .findFirst()
                .orElse("");
      }
      var whole =
          resources(bundle("target=Patient/prov-c" + order)).stream()
              .map(each -> each.string("id").orElseThrow())
              .toList();
      assertThat(pages).as(order).isEqualTo(whole).hasSize(4).contains("prov-c1", "prov-c2");
    }
    assertThat(bundle("target=Patient/prov-c").text()).contains("\"total\":4");
    assertThat(found("target=Patient/prov-c&_sort=recorded"))
        .containsExactly(
            "written Patient/prov-c",
            "written Patient/prov-c",
            "derived Patient/prov-c/_history/1",
            "derived Patient/prov-c/_history/2");
  }

  private static String written(String patient) {
    return ",\"target\":[{\"reference\":\"Patient/%s\"}],\"recorded\":\"2020-01-01T00:00:00Z\",\"agent\":[{\"who\":{\"display\":\"x\"}}]"
        .formatted(patient);
  }

  @Test
  void a_search_brings_them_along() {
    put("Patient", "prov-d", "");
    put("Patient", "prov-d", ",\"active\":true");
    put("Provenance", "prov-d1", written("prov-d"));
    for (String include : List.of("target", "*", "patient", "target:Patient")) {
      String url = "/Patient?_id=prov-d&_revinclude=Provenance:" + include;
      Json.Obj bundle = (Json.Obj) Json.parse(SERVER.get(url).body());
      assertThat(bundle.items("entry").stream().map(e -> shown((Json.Obj) e)))
          .containsExactlyInAnyOrder(
              "match Patient",
              "include written Patient/prov-d",
              "include derived Patient/prov-d/_history/2",
              "include derived Patient/prov-d/_history/1");
    }
    assertThat(SERVER.get("/Patient?_id=prov-d&_revinclude=Provenance:agent").body())
        .doesNotContain("commit-");
  }

  private static String shown(Json.Obj entry) {
    Json.Obj resource = in(entry, "resource");
    String type = resource.string("resourceType").orElseThrow();
    String mode = in(entry, "search").string("mode").orElseThrow();
    return mode + " " + (type.equals("Provenance") ? line(resource) : type);
  }

  @Test
  void what_a_request_states_is_kept_with_all_it_writes_and_merged() {
    String stated = STATED.formatted("prov-e");
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
        {"resource":{"resourceType":"Patient","id":"prov-e1"},"request":{"method":"PUT","url":"Patient/prov-e1"}},
        {"resource":{"resourceType":"Patient","id":"prov-e2"},"request":{"method":"PUT","url":"Patient/prov-e2"}}]}""";
    HttpResponse<String> response =
        SERVER.post("/", bundle, "X-Provenance", stated, "X-Audit-User", "prov-e-user");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(found("agent=Practitioner/prov-e&_sort=recorded"))
        .containsExactly(
            "derived Patient/prov-e1/_history/1", "derived Patient/prov-e2/_history/1");
    Json.Obj one = resources(bundle("target=Patient/prov-e2")).getFirst();
    assertThat(one.text())
        .contains("\"location\":{\"display\":\"Ward\"}")
        .contains("\"reason\":[{\"text\":\"referral\"}]")
        .contains("\"agent\":[{\"who\":{\"reference\":\"Practitioner/prov-e\"}},")
        .contains("prov-e-user")
        .doesNotContain("ProvenanceStated");
    assertThat(SERVER.get("/Patient/prov-e2").body()).doesNotContain("Ward");
    assertThat(SERVER.get("/Patient/prov-e2/_history").body()).contains("\"total\":1");
  }

  @Test
  void a_stated_time_and_activity_stay_beside_ours() {
    String stated =
        "{\"resourceType\":\"Provenance\",\"recorded\":\"2020-01-01T00:00:00Z\",\"occurredDateTime\":\"2019\",\"activity\":{\"text\":\"g\\u00e9n\"},\"agent\":[{\"who\":{\"display\":\"d\"}}]}";
    put("Patient", "prov-f", "", "X-Provenance", stated);
    assertThat(resources(bundle("target=Patient/prov-f")).getFirst().text())
        .contains("\"occurredDateTime\":\"2019\"")
        .contains("\"activity\":{\"text\":\"gén\",\"coding\":[")
        .contains("stated-recorded\"")
        .contains("\"valueInstant\":\"2020-01-01T00:00:00Z\"");
  }

  @Test
  void what_is_no_provenance_is_refused_and_nothing_is_stored() {
    Map<String, String> wrong =
        Map.of(
            "no-json",
            "x",
            "no-object",
            "[]",
            "type",
            "{\"resourceType\":\"Patient\"}",
            "no-agent",
            "{\"resourceType\":\"Provenance\"}",
            "unknown",
            STATED.formatted("x").replace("location", "place"),
            "target",
            STATED.formatted("x").replace("\"location\":{", "\"target\":[{}],\"location\":{"),
            "code",
            STATED.formatted("x").replace("\"location\":{", "\"language\":7,\"location\":{"));
    wrong.forEach(
        (name, header) -> {
          String id = "prov-g-" + name;
          String body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
          var response = SERVER.put("/Patient/" + id, body, "X-Provenance", header);
          assertThat(response.statusCode()).as(name + response.body()).isIn(400, 422);
          assertThat(response.body()).contains("OperationOutcome");
          assertThat(SERVER.get("/Patient/" + id).statusCode()).isEqualTo(404);
          assertThat(SERVER.get("/metadata", "X-Provenance", header).statusCode()).isEqualTo(200);
        });
  }

  @Test
  void no_door_writes_a_derived_one() {
    put("Patient", "prov-h", "");
    Json.Obj one = resources(bundle("target=Patient/prov-h")).getFirst();
    String path = "/Provenance/" + one.string("id").orElseThrow();
    String batch =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}]}"
            .formatted(path.substring(1));
    var refused =
        List.of(
            SERVER.put(path, one.text()),
            SERVER.delete(path),
            SERVER.send("PATCH", path, "[]", "Content-Type", "application/json-patch+json"),
            SERVER.post("/", batch));
    assertThat(refused).allSatisfy(r -> assertThat(r.statusCode()).as(r.body()).isEqualTo(405));
    assertThat(refused).allSatisfy(r -> assertThat(r.body()).contains("provenance-derived"));
    assertThat(SERVER.get(path).body()).isEqualTo(one.text());
  }
}

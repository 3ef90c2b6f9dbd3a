package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derived Provenances by includes, chains and compartments: found, or refused by name. */
class ProvenanceSearchTest {

  private static final LiveServer SERVER = LiveServer.shared();

  @BeforeAll
  static void given() {
    SERVER.put(
        "/Practitioner/ps-dr",
        "{\"resourceType\":\"Practitioner\",\"id\":\"ps-dr\",\"identifier\":[{\"system\":\"urn:ps\",\"value\":\"dr\"}]}");
    SERVER.put(
        "/Patient/ps-a",
        "{\"resourceType\":\"Patient\",\"id\":\"ps-a\",\"identifier\":[{\"system\":\"urn:ps\",\"value\":\"a\"}]}",
        "X-Audit-User",
        "Practitioner/ps-dr");
    SERVER.put(
        "/Observation/ps-o",
        "{\"resourceType\":\"Observation\",\"id\":\"ps-o\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/ps-a\"}}",
        "X-Audit-User",
        "Practitioner/ps-dr");
    SERVER.put(
        "/Provenance/ps-own",
        "{\"resourceType\":\"Provenance\",\"id\":\"ps-own\",\"target\":[{\"reference\":\"Patient/ps-a\"}],\"recorded\":\"2020-01-01T00:00:00Z\",\"agent\":[{\"who\":{\"display\":\"w\"}}],\"entity\":[{\"role\":\"source\",\"what\":{\"reference\":\"Patient/ps-a\"}}]}");
  }

  /** Matches by target, what is included by its path, notes by their code. */
  private static List<String> found(String path) {
    HttpResponse<String> response = SERVER.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return ((Json.Obj) Json.parse(response.body()))
        .items("entry").stream().map(entry -> told((Json.Obj) entry)).toList();
  }

  private static Json.Obj in(Json.Obj object, String name) {
    return (Json.Obj) object.items(name).getFirst();
  }

  private static String told(Json.Obj entry) {
    Json.Obj resource = in(entry, "resource");
    String type = resource.string("resourceType").orElseThrow();
    if (type.equals("OperationOutcome")) {
      return "note " + in(resource, "issue").string("diagnostics").orElseThrow();
    }
    String id = resource.string("id").orElseThrow();
    if (in(entry, "search").string("mode").orElseThrow().equals("include")) return type + '/' + id;
    String target = in(resource, "target").string("reference").orElseThrow();
    return (id.startsWith("commit-") ? "derived " : "written ") + target;
  }

  @Test
  void what_they_point_at_is_included_once_as_it_is_now() {
    assertThat(found("/Provenance?target=Patient/ps-a&_include=Provenance:target"))
        .containsExactlyInAnyOrder(
            "derived Patient/ps-a/_history/1", "written Patient/ps-a", "Patient/ps-a");
    assertThat(found("/Provenance?target=Observation/ps-o&_include=Provenance:target:Patient"))
        .containsExactly("derived Observation/ps-o/_history/1");
    assertThat(
            found(
                "/Provenance?target=Observation/ps-o,Patient/ps-a/_history/1&_include=Provenance:patient&_include=Provenance:agent"))
        .containsExactlyInAnyOrder(
            "written Patient/ps-a",
            "derived Observation/ps-o/_history/1",
            "derived Patient/ps-a/_history/1",
            "Patient/ps-a",
            "Practitioner/ps-dr");
    assertThat(found("/Provenance?target=Observation/ps-o&_include=*"))
        .containsExactlyInAnyOrder(
            "derived Observation/ps-o/_history/1", "Observation/ps-o", "Practitioner/ps-dr");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target:Patient.identifier=urn:ps|a",
        "patient.identifier=urn:ps|a",
        "patient:Patient.identifier=urn:ps|a"
      })
  void chains_to_what_was_changed_find_them(String chain) {
    assertThat(found("/Provenance?" + chain.replace("|", "%7C")))
        .containsExactlyInAnyOrder("derived Patient/ps-a/_history/1", "written Patient/ps-a");
  }

  @Test
  void as_of_an_instant_a_chain_leads_to_what_it_led_to_then() {
    String patient =
        "{\"resourceType\":\"Patient\",\"id\":\"ps-then\",\"identifier\":[{\"system\":\"urn:ps\",\"value\":\"%s\"}]}";
    String first = SERVER.put("/Patient/ps-then", patient.formatted("then")).body();
    SERVER.put("/Patient/ps-then", patient.formatted("now"));
    String then =
        first.replaceAll("(?s).*\"lastUpdated\":\"([^\"]+)\".*", "$1").replace("+", "%2B");
    assertThat(found("/Provenance?patient.identifier=urn:ps%7Cthen&_asOf=" + then))
        .containsExactly("derived Patient/ps-then/_history/1");
    assertThat(found("/Provenance?patient.identifier=urn:ps%7Cnow&_asOf=" + then)).isEmpty();
  }

  @Test
  void chains_to_who_changed_it_find_them() {
    assertThat(found("/Provenance?agent:Practitioner.identifier=urn:ps%7Cdr"))
        .containsExactlyInAnyOrder(
            "derived Patient/ps-a/_history/1", "derived Observation/ps-o/_history/1");
  }

  @Test
  void a_compartment_holds_them() {
    assertThat(found("/Patient/ps-a/Provenance"))
        .containsExactlyInAnyOrder("derived Patient/ps-a/_history/1", "written Patient/ps-a");
    assertThat(found("/Practitioner/ps-dr/Provenance?_sort=recorded"))
        .containsExactly("derived Patient/ps-a/_history/1", "derived Observation/ps-o/_history/1");
    String body = SERVER.get("/Practitioner/ps-dr/Provenance?_count=1").body();
    assertThat(body).contains("/Practitioner/ps-dr/Provenance?_count=1&_cursor=");
  }

  @Test
  void a_parameter_that_commits_do_not_answer_leaves_them_out_and_says_so() {
    assertThat(found("/Provenance?entity=Patient/ps-a"))
        .containsExactly(
            "written Patient/ps-a",
            "note Left out: Provenances that are derived from commits, as these are not searched by"
                + " entity.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Patient?_has:Provenance:target:recorded=gt2020",
        "/Patient?_has:AuditEvent:patient:date=gt2020",
        "/Observation?patient._has:Provenance:target:recorded=gt2020",
        "/Provenance?target.identifier=urn:ps%7Ca",
        "/Provenance?target=Patient/ps-a&_revinclude=Observation:subject",
        "/Provenance?target=Patient/ps-a&_include:iterate=Patient:organization",
        "/Patient?_id=ps-a&_revinclude=AuditEvent:patient"
      })
  void what_would_miss_them_is_refused_by_name(String path) {
    HttpResponse<String> response = SERVER.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("\"not-supported\"");
  }
}

package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Entries of Bundles that are odd, and links between them. */
class OddEntriesTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  private HttpResponse<String> send(String type, String... entries) {
    return send(type, List.of(entries), "X-Any", "none");
  }

  private HttpResponse<String> send(String type, List<String> entries, String... headers) {
    return server.post(
        "/",
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
            .formatted(type, String.join(",", entries)),
        headers);
  }

  private static String xmlEntry(String method, String url, String resource) {
    String body = resource.isEmpty() ? "" : "<resource>" + resource + "</resource>";
    return "<entry>%s<request><method value='%s'/><url value='%s'/></request></entry>"
        .formatted(body, method, url);
  }

  @Test
  void an_entry_of_an_xml_batch_that_is_no_fhir_is_refused_alone_too() {
    String bundle =
        "<Bundle xmlns='http://hl7.org/fhir'><type value='batch'/>"
            + xmlEntry("PUT", "Patient/" + id, "<Patient><id value='" + id + "'/></Patient>")
            + xmlEntry("POST", "Patient", "<Patient><nonsense><x value='1'/></nonsense></Patient>")
            + xmlEntry("POST", "Patient", "<Patient><birthDate value='May'/></Patient>")
            + xmlEntry("POST", "Patient", "<Patient><active value='perhaps'/></Patient>")
            + "<entry><other/></entry>"
            + xmlEntry("GET", "Patient/" + id, "")
            + "</Bundle>";
    var response =
        server.post(
            "/", bundle, "Content-Type", "application/fhir+xml", "Accept", "application/fhir+json");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(BundleTest.statuses(response))
        .containsExactly("201 Created", "400", "400", "400", "400", "200 OK");
    assertThat(response.body())
        .contains("\"Bundle.entry[1].resource.nonsense\"")
        .contains("\"Bundle.entry[2].resource.birthDate\"")
        .contains("\"Bundle.entry[3].resource.active\"")
        .contains("\"Bundle.entry[4].other\"");
    String transaction = bundle.replace("'batch'", "'transaction'");
    assertThat(server.post("/", transaction, "Content-Type", "application/fhir+xml").statusCode())
        .isEqualTo(400);
  }

  @Test
  void conditional_references_may_have_our_own_base_before_them() {
    String mrn = "urn:mrn|" + id;
    String patient =
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"%s\"}]}"
            .formatted(id, id);
    server.put("/Patient/" + id, patient);
    String subject = "\"subject\":{\"reference\":\"%s/Patient?identifier=%s\"}";
    String condition =
        BundleTest.posted("urn:uuid:c", "Condition", subject.formatted(server.url(), mrn));
    var response = send("transaction", List.of(condition), "Prefer", "return=representation");
    assertThat(BundleTest.statuses(response)).as(response.body()).containsExactly("201 Created");
    assertThat(response.body()).contains("\"reference\":\"Patient/" + id + "\"");
    String none =
        BundleTest.posted(
            "urn:uuid:c", "Condition", subject.formatted(server.url(), "urn:mrn|none"));
    assertThat(send("transaction", none).statusCode()).isEqualTo(412);
  }

  @Test
  void conditional_references_find_what_the_same_transaction_makes() {
    String patient = "\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"%s\"}]".formatted(id);
    String subject = "\"subject\":{\"reference\":\"Patient?identifier=urn:mrn|%s\"}".formatted(id);
    var response =
        send(
            "transaction",
            List.of(
                BundleTest.posted("urn:uuid:c", "Condition", subject),
                BundleTest.posted("urn:uuid:p", "Patient", patient)),
            "Prefer",
            "return=representation");
    assertThat(BundleTest.statuses(response))
        .as(response.body())
        .containsExactly("201 Created", "201 Created");
    assertThat(response.body()).containsPattern("\"reference\":\"Patient/[^?\"]+\"");
    var twice =
        send(
            "transaction",
            BundleTest.posted("urn:uuid:c", "Condition", subject),
            BundleTest.posted("urn:uuid:p", "Patient", patient));
    assertThat(twice.statusCode()).isEqualTo(412);
    assertThat(twice.body()).contains("reference-matches-several");
  }

  @Test
  void an_entry_s_url_may_end_with_a_slash_and_its_dates_are_fhir_s() {
    String patient = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}";
    server.put("/Patient/" + id, patient);
    String get =
        "{\"request\":{\"method\":\"GET\",\"url\":\"/Patient/%s/\",\"ifModifiedSince\":\"2099-01-01T00:00:00Z\"}}";
    assertThat(BundleTest.statuses(send("batch", get.formatted(id))))
        .containsExactly("304 Not Modified");
  }

  @Test
  void a_link_that_cannot_stand_where_it_would_be_put_is_refused() {
    String uuid = "urn:uuid:" + UUID.randomUUID();
    String link = "\"extension\":[{\"url\":\"http://x\",\"valueUuid\":\"" + uuid + "\"}]";
    var response =
        send(
            "transaction",
            BundleTest.posted(uuid, "Basic", "\"code\":{\"text\":\"a\"}"),
            BundleTest.posted("urn:uuid:2", "Basic", "\"code\":{\"text\":\"b\"}," + link));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
    assertThat(response.body()).contains("link-in-urn").contains("Bundle.entry[1]");
  }
}

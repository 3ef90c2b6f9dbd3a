package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which format comes back (https://hl7.org/fhir/R4/http.html#mime-type). */
class NegotiationTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();
  private final String path = "/Patient/" + id;

  @BeforeEach
  void one() {
    server.put(path, "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(id));
  }

  private static String format(HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("none");
    return response.statusCode()
        + " "
        + type.replaceFirst("application/fhir\\+(.*);charset=UTF-8", "$1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/fhir+json|200 json",
        "application/fhir+xml|200 xml",
        "application/json|200 json",
        "text/xml|200 xml",
        "APPLICATION/FHIR+XML|200 xml",
        "*/*|200 json",
        "application/*|200 json",
        "application/fhir+xml, application/fhir+json|200 xml",
        "application/fhir+json, application/fhir+xml|200 json",
        "application/fhir+json;q=0.4, application/fhir+xml;q=0.5|200 xml",
        "application/fhir+xml;q=0.1, */*|200 json",
        "application/fhir+json;q=0, */*|200 xml",
        "text/html, application/xml;q=0.9, */*;q=0.8|200 xml",
        "application/fhir+xml; fhirVersion=4.0|200 xml",
        "application/fhir+json; fhirVersion=3.0, application/fhir+xml|200 xml",
        "application/fhir+json; fhirVersion=5.0|406 json",
        "text/html|406 json",
        "application/fhir+turtle|406 json",
        "application/fhir+json;q=0|406 json",
        "nonsense|406 json",
      })
  void accept_chooses_the_format(String accept, String format) {
    assertThat(format(server.get(path, "Accept", accept))).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({
    "json, 200 json",
    "xml, 200 xml",
    "text/xml, 200 xml",
    "application/fhir+xml, 200 xml",
    "application/fhir%2Bxml, 200 xml",
    "application/json, 200 json",
    "ttl, 406 xml",
    "html, 406 xml",
    "'', 406 xml",
  })
  void format_wins_over_accept(String value, String format) {
    String accept = format.startsWith("406") ? "application/fhir+xml" : "text/html";
    var answer = server.get(path + "?_format=" + value, "Accept", accept);

    assertThat(format(answer)).isEqualTo(format.replace("406 xml", "406 json"));
  }

  @Test
  void what_cannot_be_answered_is_not_done() {
    var refused = server.delete(path, "Accept", "text/html");

    assertThat(refused.statusCode()).isEqualTo(406);
    assertThat(refused.body()).contains("not-acceptable");
    assertThat(server.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void without_accept_the_answer_comes_as_the_request_did() {
    String xml = "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"%s\"/></Patient>";
    var put = server.put(path, xml.formatted(id), "Content-Type", "application/fhir+xml");

    assertThat(format(put)).isEqualTo("200 xml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/fhir+json; charset=utf-8|200",
        "application/fhir+json; charset=\"UTF-8\"|200",
        "application/fhir+json; fhirVersion=4.0|200",
        "application/fhir+json; charset=iso-8859-1|415",
        "application/fhir+json; fhirVersion=5.0|415",
        "text/plain|415",
      })
  void what_comes_in_is_utf_8_and_r4(String contentType, int status) {
    String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(id);

    assertThat(server.put(path, body, "Content-Type", contentType).statusCode()).isEqualTo(status);
  }

  @Test
  void long_answers_are_packed_for_those_who_take_it() throws Exception {
    String name = "Anna Maria ".repeat(300).strip();
    server.put(
        path,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"text\":\"%s\"}]}"
            .formatted(id, name));
    var packed = bytes(path, "gzip, deflate");
    var plain = bytes(path, "gzip;q=0, identity");

    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("Vary").orElse("")).contains("Accept-Encoding");
    assertThat(packed.body().length).isLessThan(plain.body().length / 4);
    assertThat(unpacked(packed.body())).isEqualTo(plain.body());
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(packed.headers().firstValue("ETag")).isEqualTo(plain.headers().firstValue("ETag"));
  }

  @Test
  void what_the_server_can_do_is_the_same_in_each_form_however_often_it_is_asked()
      throws Exception {
    for (String format : List.of("json", "xml")) {
      String url = "/metadata?_format=" + format;
      byte[] plain = bytes(url, "identity").body();
      assertThat(new String(plain, StandardCharsets.UTF_8)).contains("CapabilityStatement");
      assertThat(bytes(url, "identity").body()).isEqualTo(plain);
      for (int n = 0; n < 2; n++) {
        var packed = bytes(url, "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unpacked(packed.body())).isEqualTo(plain);
      }
    }
    String pretty = server.get("/metadata?_pretty=true").body();
    assertThat(pretty).contains("\n").isNotEqualTo(server.get("/metadata").body());
  }

  private HttpResponse<byte[]> bytes(String path, String encodings) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Accept-Encoding", encodings)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  void pretty_is_true_or_false() {
    assertThat(server.get(path + "?_pretty=true").body()).contains("\n  \"active\": true");
    assertThat(server.get(path + "?_pretty=false").body()).doesNotContain("\n");
    assertThat(server.get(path + "?_pretty=maybe").statusCode()).isEqualTo(400);
    assertThat(server.get(path + "?_pretty=true&_format=xml").body())
        .contains("\n  <active value=\"true\"/>\n");
    assertThat(server.get(path + "?_format=xml").body()).doesNotContain("\n");
  }

  @Test
  void what_a_binary_holds_is_answered_to_whoever_names_its_type() {
    String binary = "/Binary/" + id;
    server.put(
        binary,
        "{\"resourceType\":\"Binary\",\"id\":\"%s\",\"contentType\":\"text/csv\",\"data\":\"YSxiCjEsMgo=\"}"
            .formatted(id));
    var content = server.get(binary, "Accept", "text/csv");

    assertThat(content.statusCode()).as(content.body()).isEqualTo(200);
    assertThat(content.body()).isEqualTo("a,b\n1,2\n");
    assertThat(content.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(content.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(server.get(binary, "Accept", "text/*").body()).isEqualTo(content.body());
    assertThat(format(server.get(binary, "Accept", "image/png"))).isEqualTo("406 json");
    assertThat(format(server.get(binary, "Accept", "*/*"))).isEqualTo("200 json");
    assertThat(server.get("/Binary/never-there", "Accept", "text/csv").statusCode()).isEqualTo(404);
  }
}

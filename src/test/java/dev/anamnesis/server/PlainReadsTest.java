package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Plain reads and histories are answered before HAPI looks for a method. What states a Provenance
 * goes that way, and comes to the same.
 */
class PlainReadsTest {

  private static final LiveServer server = LiveServer.shared();
  private final String path = "/Patient/" + UUID.randomUUID();

  private void write(String gender) {
    server.put(
        path,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"}"
            .formatted(path.substring(9), gender));
  }

  /** All that is told of it but what is of the moment. */
  private static String told(HttpResponse<String> answer) {
    var headers = new StringBuilder("" + answer.statusCode());
    for (String name :
        List.of("ETag", "Last-Modified", "Content-Location", "Content-Type", "Vary", "Location")) {
      headers.append(' ').append(answer.headers().firstValue(name).orElse("-"));
    }
    return headers
        + "\n"
        + answer.body().replaceAll("\"id\":\"[0-9a-f]{8}-[0-9a-f-]{27}\",\"type\"", "");
  }

  private static void assertTheSame(String url, String... headers) {
    String plain = told(server.get(url, headers));
    String[] more = Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = "X-Provenance";
    more[headers.length + 1] =
        "{\"resourceType\":\"Provenance\",\"agent\":[{\"who\":{\"display\":\"x\"}}]}";
    assertThat(plain).as(url).isEqualTo(told(server.get(url, more)));
  }

  @Test
  void they_are_the_same_as_what_the_methods_answer() {
    write("male");
    write("female");
    assertTheSame(path);
    assertTheSame(path, "If-None-Match", "W/\"2\"");
    assertTheSame(path, "If-None-Match", "W/\"1\"");
    assertTheSame(path, "Accept", "application/fhir+xml");
    assertTheSame(path + "?_format=xml&_pretty=true");
    assertTheSame(path + "?_elements=gender");
    assertTheSame(path + "?_asOf=2999-01-01T00:00:00Z");
    assertTheSame(path + "?_asOf=never");
    assertTheSame(path + "?_summary=count");
    assertTheSame(path + "/_history/1");
    assertTheSame(path + "/_history/3");
    assertTheSame(path + "/_history/0");
    assertTheSame(path + "/_history");
    assertTheSame(path + "/_history?_count=1&_sort=_lastUpdated");
    assertTheSame(path + "/_history?_count=many");
    assertTheSame("/Patient/never");
    assertTheSame("/Patient/never/_history");
    assertTheSame("/Patient/no_id");
    assertTheSame("/Basic/_history?_since=2999-01-01T00:00:00Z");
    server.delete(path);
    assertTheSame(path);
    assertTheSame(path + "/_history/3");
    assertTheSame(path + "/_history");
  }
}

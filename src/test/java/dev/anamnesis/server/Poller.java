package dev.anamnesis.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An integration engine: it knows the last {@code lastUpdated} it saw and next links. */
final class Poller {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final int count;
  private final String types;

  /** {@code Type/id W/"n"} to the entry, in the order they came. */
  final Map<String, JsonNode> seen = new LinkedHashMap<>();

  private String since = "2020-01-01T00:00:00Z";

  Poller(Client client, int count, String types) {
    this.client = client;
    this.count = count;
    this.types = types;
  }

  /** Follows the feed to its present end. */
  void poll() throws Client.Lost, IOException {
    String url =
        "/_history?_sort=_lastUpdated&_type=%s&_count=%d&_since=%s".formatted(types, count, since);
    while (!url.isEmpty()) {
      JsonNode page = JSON.readTree(client.send("GET", url, "").body());
      for (JsonNode entry : page.path("entry")) {
        JsonNode response = entry.path("response");
        since = response.path("lastModified").asText();
        String fullUrl = entry.path("fullUrl").asText();
        String path = fullUrl.substring(fullUrl.indexOf("/fhir/") + 6);
        seen.putIfAbsent(path + " " + response.path("etag").asText(), entry);
      }
      url = next(page);
    }
  }

  private static String next(JsonNode page) {
    for (JsonNode link : page.path("link")) {
      if (link.path("relation").asText().equals("next")) return link.path("url").asText();
    }
    return "";
  }
}

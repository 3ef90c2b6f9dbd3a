package dev.anamnesis.fhir.audit;

import dev.anamnesis.fhir.Ask;
import dev.anamnesis.r4.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A searchset as text, around the texts of its entries. */
final class SearchBundle {

  private final String id;
  private final Ask ask;
  private final Optional<Long> total;
  private final StringBuilder entries = new StringBuilder();
  private Optional<Long> next = Optional.empty();

  SearchBundle(String id, Ask ask, Optional<Long> total) {
    this.id = id;
    this.ask = ask;
    this.total = total;
  }

  void next(long cursor) {
    next = Optional.of(cursor);
  }

  void match(String path, String json) {
    entry(path, json, "match");
  }

  void include(String path, String json) {
    entry(path, json, "include");
  }

  private void entry(String path, String json, String mode) {
    entries.append(entries.isEmpty() ? ",\"entry\":[" : ",");
    entries.append("{\"fullUrl\":\"").append(ask.base()).append('/').append(path);
    entries.append("\",\"resource\":").append(json);
    entries.append(",\"search\":{\"mode\":\"").append(mode).append("\"}}");
  }

  String json() {
    var out = new StringBuilder(entries.length() + 600);
    out.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(id);
    out.append("\",\"type\":\"searchset\"");
    total.ifPresent(count -> out.append(",\"total\":").append(count));
    out.append(",\"link\":[{\"relation\":\"self\",\"url\":");
    out.append(url(ask.values(AuditQuestion.CURSOR).stream().findFirst())).append('}');
    next.ifPresent(
        cursor ->
            out.append(",{\"relation\":\"next\",\"url\":")
                .append(url(Optional.of(Long.toString(cursor))))
                .append('}'));
    out.append(']').append(entries);
    if (!entries.isEmpty()) out.append(']');
    return out.append('}').toString();
  }

  /** As a JSON string. */
  private String url(Optional<String> cursor) {
    List<String> parts = new ArrayList<>();
    ask.parameters()
        .forEach(
            (name, values) -> {
              if (name.equals(AuditQuestion.CURSOR)) return;
              for (String value : values) parts.add(encode(name) + '=' + encode(value));
            });
    cursor.ifPresent(token -> parts.add(AuditQuestion.CURSOR + '=' + token));
    String query = parts.isEmpty() ? "" : "?" + String.join("&", parts);
    return new Json.Text(ask.base() + '/' + ask.path() + query).text();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.projection.HistoryPage;
import dev.anamnesis.projection.Version;
import java.util.Optional;

/** A history Bundle as text, around the stored texts of its versions. */
final class HistoryBundle {

  private HistoryBundle() {}

  /**
   * @param id the Bundle's own id
   * @param base the server's base URL
   * @param self the link to this page
   * @param next the link to the next page
   */
  static String write(
      HistoryPage page, String id, String base, String self, Optional<String> next) {
    int size = 600;
    for (Version version : page.versions())
      size += version.json().map(String::length).orElse(0) + 400;
    var out = new StringBuilder(size);
    out.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(id);
    out.append("\",\"type\":\"history\",\"total\":").append(page.total());
    out.append(",\"link\":[");
    link(out, "self", self);
    next.ifPresent(url -> link(out.append(','), "next", url));
    out.append(']');
    if (!page.versions().isEmpty()) {
      char before = '[';
      out.append(",\"entry\":");
      for (Version version : page.versions()) {
        entry(out.append(before), version, base);
        before = ',';
      }
      out.append(']');
    }
    return out.append('}').toString();
  }

  private static void link(StringBuilder out, String relation, String url) {
    out.append("{\"relation\":\"").append(relation).append("\",\"url\":\"");
    for (int at = 0; at < url.length(); at++) {
      char c = url.charAt(at);
      if (c == '"' || c == '\\') out.append('\\');
      if (c >= ' ') out.append(c);
    }
    out.append("\"}");
  }

  private static void entry(StringBuilder out, Version version, String base) {
    Recorded recorded = version.recorded();
    String path = recorded.stream().path();
    out.append("{\"fullUrl\":\"").append(base).append('/').append(path).append('"');
    version.json().ifPresent(json -> out.append(",\"resource\":").append(json));
    out.append(",\"request\":{\"method\":\"").append(recorded.method()).append("\",\"url\":\"");
    out.append(recorded.method() == Method.POST ? recorded.stream().type() : path);
    out.append("\"},\"response\":{\"status\":\"").append(version.status());
    out.append("\",\"location\":\"").append(base).append('/').append(path);
    out.append("/_history/").append(recorded.version());
    out.append("\",\"etag\":\"W/\\\"").append(recorded.version());
    out.append("\\\"\",\"lastModified\":\"").append(Instants.text(recorded.recordedAt()));
    out.append("\"}}");
  }
}

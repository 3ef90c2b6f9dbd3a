package dev.anamnesis.fhir.search;

import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Refused;
import dev.anamnesis.projection.search.Searches.Answer.Page;
import dev.anamnesis.r4.Json;
import java.util.List;
import java.util.Optional;

/** A searchset Bundle as text, around the stored texts of its resources. */
public final class SearchBundle {

  private static final String CODES = "https://anamnesis.dev/codes";

  private SearchBundle() {}

  /**
   * @param base the server's base URL
   * @param ignored parameters that were left out, told in an entry of their own
   */
  public static String write(
      Page page,
      String id,
      String base,
      String self,
      Optional<String> next,
      List<Refused> ignored) {
    int size = 600;
    for (Version v : page.matches()) size += v.json().map(String::length).orElse(0) + 200;
    for (Version v : page.included()) size += v.json().map(String::length).orElse(0) + 200;
    var out = new StringBuilder(size);
    out.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(id);
    out.append("\",\"type\":\"searchset\"");
    page.total().ifPresent(total -> out.append(",\"total\":").append(total));
    out.append(",\"link\":[{\"relation\":\"self\",\"url\":").append(quoted(self));
    next.ifPresent(url -> out.append("},{\"relation\":\"next\",\"url\":").append(quoted(url)));
    out.append("}]");
    int start = out.length();
    for (Version version : page.matches()) entry(out, version, base, "match");
    for (Version version : page.included()) entry(out, version, base, "include");
    if (!ignored.isEmpty() || page.cut()) outcome(out, ignored, page.cut());
    if (out.length() > start) {
      out.replace(start, start + 1, ",\"entry\":[").append(']');
    }
    return out.append('}').toString();
  }

  private static String quoted(String text) {
    return new Json.Text(text).text();
  }

  private static void entry(StringBuilder out, Version version, String base, String mode) {
    out.append(",{\"fullUrl\":").append(quoted(base + '/' + version.recorded().stream().path()));
    out.append(",\"resource\":").append(version.json().orElseThrow());
    out.append(",\"search\":{\"mode\":\"").append(mode).append("\"}}");
  }

  private static void outcome(StringBuilder out, List<Refused> ignored, boolean cut) {
    out.append(",{\"resource\":{\"resourceType\":\"OperationOutcome\",\"issue\":[");
    String before = "";
    for (Refused refused : ignored) {
      issue(out.append(before), "not-supported", refused.code(), "Left out: " + refused.words());
      before = ",";
    }
    if (cut) {
      issue(
          out.append(before),
          "incomplete",
          "includes-cut",
          "More was to be included than is: ask for fewer with _count.");
    }
    out.append("]},\"search\":{\"mode\":\"outcome\"}}");
  }

  private static void issue(StringBuilder out, String type, String code, String words) {
    out.append("{\"severity\":\"warning\",\"code\":\"").append(type);
    out.append("\",\"details\":{\"coding\":[{\"system\":\"").append(CODES);
    out.append("\",\"code\":\"").append(code).append("\"}]},\"diagnostics\":");
    out.append(quoted(words)).append('}');
  }
}

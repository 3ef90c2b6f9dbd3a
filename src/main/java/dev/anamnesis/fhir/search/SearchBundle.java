package dev.anamnesis.fhir.search;

import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.Refused;
import dev.anamnesis.projection.search.Searches.Answer.Page;
import dev.anamnesis.r4.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A searchset Bundle as text, around the stored texts of its resources. */
public final class SearchBundle {

  private static final String CODES = "https://anamnesis.dev/codes";

  private SearchBundle() {}

  /**
   * A resource in the Bundle.
   *
   * @param path below the base: {@code Patient/1}
   * @param json canonical
   */
  public record Entry(String path, String json) {

    static Entry of(Version version) {
      return new Entry(version.recorded().stream().path(), version.json().orElseThrow());
    }

    public static List<Entry> all(List<Version> versions) {
      return versions.stream().map(Entry::of).toList();
    }
  }

  /**
   * What the Bundle holds.
   *
   * @param cut more was to be included than is
   */
  public record Content(
      List<Entry> matches, List<Entry> included, OptionalLong total, boolean cut) {
    public Content {
      matches = List.copyOf(matches);
      included = List.copyOf(included);
    }

    static Content of(Page page) {
      return new Content(
          Entry.all(page.matches()), Entry.all(page.included()), page.total(), page.cut());
    }
  }

  /** A page of versions. */
  public static String write(
      Page page,
      String id,
      String base,
      String self,
      Optional<String> next,
      List<Refused> ignored) {
    return write(Content.of(page), id, base, self, next, ignored);
  }

  /**
   * @param base the server's base URL
   * @param ignored parameters that were left out, told in an entry of their own
   */
  public static String write(
      Content content,
      String id,
      String base,
      String self,
      Optional<String> next,
      List<Refused> ignored) {
    int size = 600;
    for (Entry entry : content.matches()) size += entry.json().length() + 200;
    for (Entry entry : content.included()) size += entry.json().length() + 200;
    var out = new StringBuilder(size);
    out.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(id);
    out.append("\",\"type\":\"searchset\"");
    content.total().ifPresent(total -> out.append(",\"total\":").append(total));
    out.append(",\"link\":[{\"relation\":\"self\",\"url\":").append(quoted(self));
    next.ifPresent(url -> out.append("},{\"relation\":\"next\",\"url\":").append(quoted(url)));
    out.append("}]");
    int start = out.length();
    for (Entry entry : content.matches()) entry(out, entry, base, "match");
    for (Entry entry : content.included()) entry(out, entry, base, "include");
    if (!ignored.isEmpty() || content.cut()) outcome(out, ignored, content.cut());
    if (out.length() > start) {
      out.replace(start, start + 1, ",\"entry\":[").append(']');
    }
    return out.append('}').toString();
  }

  private static String quoted(String text) {
    return new Json.Text(text).text();
  }

  private static void entry(StringBuilder out, Entry entry, String base, String mode) {
    out.append(",{\"fullUrl\":").append(quoted(base + '/' + entry.path()));
    out.append(",\"resource\":").append(entry.json());
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

package dev.anamnesis.load;

import dev.anamnesis.load.Parcel.Kind;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A transaction in the making: a PUT for each resource that has an id, else a POST. */
final class Making {

  /** Characters after which no more is added. */
  private static final int LARGE = 4 << 20;

  private final String file;
  private final List<String> entries = new ArrayList<>();
  private long length;
  private final List<Integer> places = new ArrayList<>();
  private final Set<String> urls = new HashSet<>();
  private boolean apart = true;

  Making(String file) {
    this.file = file;
  }

  /**
   * @param place where in the file it stands
   * @param fullUrl empty for none
   */
  void add(int place, Json.Obj resource, String fullUrl) {
    String type = resource.string("resourceType").orElse("");
    String url = url(resource);
    boolean put = !url.equals(type);
    apart &= put && !fullUrl.startsWith("urn:");
    urls.add(url);
    places.add(place);
    String entry =
        "{%s\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":%s}}"
            .formatted(
                fullUrl.isEmpty() ? "" : "\"fullUrl\":" + quoted(fullUrl) + ",",
                resource.text(),
                put ? "PUT" : "POST",
                quoted(url));
    entries.add(entry);
    length += entry.length();
  }

  private static String url(Json.Obj resource) {
    String type = resource.string("resourceType").orElse("");
    return resource.string("id").map(id -> type + '/' + id).orElse(type);
  }

  private static String quoted(String text) {
    return new Json.Text(text).text();
  }

  /** Whether it changes the same resource already: a transaction changes one once. */
  boolean has(Json.Obj resource) {
    return resource.get("id").isPresent() && urls.contains(url(resource));
  }

  boolean isFull(int most) {
    return places.size() >= most || length > LARGE && apart;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  Parcel parcel() {
    return Parcel.made(file, places, entries, apart ? Kind.APART : Kind.TOGETHER);
  }
}

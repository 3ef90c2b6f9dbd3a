package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import java.util.ArrayList;
import java.util.TreeMap;

/** A resource's own extensions, one of each URL. */
final class Extended {

  private Extended() {}

  static Elements with(Elements resource, String url, String member, String json) {
    var items = others(resource, url);
    items.add("{\"url\":\"" + url + "\",\"" + member + "\":" + json + "}");
    return put(resource, items);
  }

  static Elements without(Elements resource, String url) {
    return put(resource, others(resource, url));
  }

  private static ArrayList<String> others(Elements resource, String url) {
    var items = new ArrayList<>(resource.items("extension"));
    items.removeIf(item -> Elements.parse(item).text("url").filter(url::equals).isPresent());
    return items;
  }

  private static Elements put(Elements resource, ArrayList<String> items) {
    var members = new TreeMap<>(resource.members());
    if (items.isEmpty()) members.remove("extension");
    else members.put("extension", "[" + String.join(",", items) + "]");
    return Elements.of(members);
  }
}

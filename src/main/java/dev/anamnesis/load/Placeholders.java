package dev.anamnesis.load;

import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes what conditional references name and a server does not have: {@code
 * Practitioner?identifier=s|v} becomes a Practitioner with that identifier and a tag, by
 * conditional create. Never a patient, and nothing that must say more than who it is.
 */
final class Placeholders {

  /** The tag that tells a placeholder from what somebody stated. */
  static final String TAG_SYSTEM = "https://anamnesis.dev/tags";

  static final String TAG = "placeholder";

  private static final Set<String> TYPES =
      Set.of(
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "Location",
          "HealthcareService",
          "Device");
  private static final Pattern REFERENCE =
      Pattern.compile("([A-Z][A-Za-z]+)\\?(identifier=([^&]+))");
  private static final int MOST_ENTRIES = 500;

  private final FhirBase base;
  private final Set<String> there = new HashSet<>();
  private int made;

  Placeholders(FhirBase base) {
    this.base = base;
  }

  /** Those that this run made or found. */
  synchronized int count() {
    return made;
  }

  /** Makes those that the parcel needs; parcels wait for one another, as they share most. */
  synchronized void before(Parcel parcel) throws IOException, InterruptedException {
    var entries = new LinkedHashMap<String, String>();
    for (String reference : parcel.conditionalReferences()) {
      if (!there.contains(reference)) entry(reference).ifPresent(e -> entries.put(reference, e));
    }
    var names = new ArrayList<>(entries.keySet());
    for (int from = 0; from < names.size(); from += MOST_ENTRIES) {
      make(entries, names.subList(from, Math.min(from + MOST_ENTRIES, names.size())));
    }
  }

  /** What is refused here shows again when the parcel that needs it is refused. */
  private void make(Map<String, String> entries, List<String> names)
      throws IOException, InterruptedException {
    String bundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
            + String.join(",", names.stream().map(entries::get).toList())
            + "]}";
    Parcel parcel = Parcel.of("", List.of(), bundle, Parcel.Kind.BATCH);
    var reply = base.post(bundle, parcel.key(), true);
    if (reply.status() != 200) return;
    made += Replies.read(parcel, reply).taken();
    there.addAll(names);
  }

  static Optional<String> entry(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    if (!matcher.matches() || !TYPES.contains(matcher.group(1))) return Optional.empty();
    String token = decoded(matcher.group(3));
    int bar = token.indexOf('|');
    if (token.indexOf(',') >= 0 || token.indexOf('\\') >= 0 || bar == token.length() - 1) {
      return Optional.empty();
    }
    var identifier = new LinkedHashMap<String, Json>();
    if (bar > 0) identifier.put("system", new Json.Text(token.substring(0, bar)));
    identifier.put("value", new Json.Text(token.substring(bar + 1)));
    String resource =
        "{\"resourceType\":\"%s\",\"meta\":{\"tag\":[{\"system\":\"%s\",\"code\":\"%s\"}]},\"identifier\":[%s]}"
            .formatted(matcher.group(1), TAG_SYSTEM, TAG, new Json.Obj(identifier).text());
    return Optional.of(
        "{\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"%s\",\"ifNoneExist\":%s}}"
            .formatted(resource, matcher.group(1), new Json.Text(matcher.group(2)).text()));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}

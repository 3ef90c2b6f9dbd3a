package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.r4.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a batch or a transaction.
 *
 * @param index from 0, as in {@code Bundle.entry[0]}
 * @param resource canonical JSON; empty where the entry carries none
 * @param url relative to the base
 * @param conditions the entry's {@code ifMatch}, {@code ifNoneExist} …, by header name in lower
 *     case
 */
record Entry(
    int index,
    Optional<String> fullUrl,
    Optional<String> resource,
    Verb verb,
    String url,
    Map<String, String> conditions) {

  Entry {
    conditions = Map.copyOf(conditions);
  }

  /** In the order a transaction carries them out. */
  enum Verb {
    DELETE,
    POST,
    PUT,
    PATCH,
    GET,
    HEAD;

    boolean writes() {
      return this != GET && this != HEAD;
    }
  }

  private static final Map<String, String> HEADERS =
      Map.of(
          "ifMatch", "if-match",
          "ifNoneExist", "if-none-exist",
          "ifNoneMatch", "if-none-match",
          "ifModifiedSince", "if-modified-since");

  /** Refuses what cannot be carried out. */
  static Entry read(int index, String json, String base) {
    Elements entry = Elements.parse(json);
    Json.Obj request =
        entry
            .get("request")
            .map(text -> (Json.Obj) Json.parse(text))
            .orElseThrow(() -> At.missing(index, "request"));
    Verb verb = verb(request.string("method").orElse(""), index);
    var conditions = new java.util.HashMap<String, String>();
    HEADERS.forEach(
        (member, header) -> request.string(member).ifPresent(v -> conditions.put(header, v)));
    return new Entry(
        index,
        entry.get("fullUrl").map(text -> ((Json.Text) Json.parse(text)).value()),
        entry.get("resource"),
        verb,
        relative(request.string("url").orElseThrow(() -> At.missing(index, "request.url")), base),
        conditions);
  }

  private static Verb verb(String method, int index) {
    for (Verb verb : Verb.values()) if (verb.name().equals(method)) return verb;
    throw At.missing(index, "request.method");
  }

  private static String relative(String url, String base) {
    String path = url.startsWith(base + "/") ? url.substring(base.length()) : url;
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') start++;
    int question = path.indexOf('?');
    int end = question < 0 ? path.length() : question;
    String query = path.substring(end);
    while (end > start && path.charAt(end - 1) == '/') end--;
    return path.substring(start, end) + query;
  }

  /** It says what a resource shall be, or that it shall not be. */
  boolean states() {
    return verb.writes() && !last().startsWith("$") && !last().equals("_search");
  }

  boolean asks(String operation) {
    return verb == Verb.POST && last().equals(operation);
  }

  /** The last part of the path. */
  private String last() {
    String path = url.split("\\?", 2)[0];
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What can be told of one that is not sound; empty where it is not even an entry. */
  static Optional<Entry> salvaged(int index, String json, String base) {
    try {
      return Optional.of(read(index, json, base));
    } catch (BaseServerResponseException e) {
      return Optional.empty();
    }
  }

  /** The entry as a request of its own; of the Bundle's headers only Prefer counts. */
  Ask ask(Ask bundle) {
    return Ask.entry(
        verb == Verb.HEAD ? "GET" : verb.name(),
        url,
        name ->
            name.equalsIgnoreCase("Prefer")
                ? bundle.headers().get(name)
                : conditions.get(name.toLowerCase(Locale.ROOT)),
        bundle);
  }
}

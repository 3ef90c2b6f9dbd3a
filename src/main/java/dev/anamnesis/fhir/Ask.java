package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.domain.Elements;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, by HTTP or as an entry of a Bundle.
 *
 * @param verb the HTTP method, upper case
 * @param path below the base, without slashes at its ends: {@code Patient/1/_history}
 * @param query the URL's query as sent, without the question mark; empty for none
 * @param base the server's base URL, without a slash at its end
 * @param body the bytes as sent; empty for none
 */
public record Ask(
    String verb,
    String path,
    String query,
    Map<String, List<String>> parameters,
    Headers headers,
    String base,
    byte[] body) {

  /** Looks up a header by name, whatever its case. */
  public interface Headers {
    @Nullable String get(String name);
  }

  static Ask of(RequestDetails request) {
    String url = request.getCompleteUrl();
    int question = url == null ? -1 : url.indexOf('?');
    // In the order of the URL; what came by a form follows.
    String query = question < 0 ? "" : url.substring(question + 1);
    var parameters = parameters(query);
    request
        .getParameters()
        .forEach((name, values) -> parameters.put(sound(name), checked(List.of(values))));
    return new Ask(
        request.getRequestType().name(),
        path(request),
        query,
        parameters,
        request::getHeader,
        request.getServerBaseForRequest(),
        IncomingBody.sent(request));
  }

  /** Below the base, without slashes at its ends. */
  static String path(RequestDetails request) {
    String path = request.getRequestPath();
    if (path == null) return "";
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') end--;
    return path.substring(0, end);
  }

  /**
   * An entry of a Bundle.
   *
   * @param url relative to the base: {@code Patient?name=x}
   */
  public static Ask entry(String verb, String url, Headers headers, Ask bundle) {
    int question = url.indexOf('?');
    String path = question < 0 ? url : url.substring(0, question);
    String query = question < 0 ? "" : url.substring(question + 1);
    var parameters = parameters(query);
    if (bundle.isImport()) parameters.putIfAbsent(IMPORT, List.of());
    return new Ask(verb, path, query, parameters, headers, bundle.base(), new byte[0]);
  }

  /** With the parameters of a Parameters resource besides; those that are no plain values not. */
  Ask with(Elements sent) {
    var all = new LinkedHashMap<String, List<String>>();
    parameters.forEach((name, values) -> all.put(name, new ArrayList<>(values)));
    for (String item : sent.items("parameter")) {
      Elements parameter = Elements.parse(item);
      for (var member : parameter.members().entrySet()) {
        String text = member.getValue();
        if (!member.getKey().startsWith("value") || text.startsWith("{")) continue;
        String value = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
        all.computeIfAbsent(parameter.text("name").orElse(""), n -> new ArrayList<>()).add(value);
      }
    }
    return new Ask(verb, path, query, all, headers, base, body);
  }

  /** With one parameter more. */
  public Ask and(String name, String value) {
    var all = new LinkedHashMap<>(parameters);
    all.put(name, List.of(value));
    String more = name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8);
    String longer = query.isEmpty() ? more : query + '&' + more;
    return new Ask(verb, path, longer, all, headers, base, body);
  }

  /** The parameters of a URL's query. */
  public static Map<String, List<String>> parameters(String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    if (query.isEmpty()) return parameters;
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static List<String> checked(List<String> values) {
    for (String value : values) sound(value);
    return values;
  }

  /** No text of FHIR holds the null character, and no database takes it. */
  private static String sound(String text) {
    if (text.indexOf(0) < 0) return text;
    throw Outcomes.invalid("bad-url", "A parameter holds the null character: leave it out.");
  }

  private static String decoded(String text) {
    try {
      return sound(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw Outcomes.invalid(
          "bad-url", "The URL has a % that two hexadecimal digits do not follow.");
    }
  }

  private static final String IMPORT = "import";

  /**
   * {@code ?import}: what comes was recorded elsewhere, rules about other records are not asked.
   */
  public boolean isImport() {
    return parameters.containsKey(IMPORT);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public List<String> values(String parameter) {
    return parameters.getOrDefault(parameter, List.of());
  }

  /** The parameter's value; refused where it is given more than once. */
  public Optional<String> one(String parameter) {
    List<String> values = values(parameter);
    if (values.size() > 1) {
      throw Outcomes.invalid("bad-parameter", parameter + " is given more than once.");
    }
    return values.stream().findFirst();
  }

  /** What the Prefer header says of the answer's body. */
  Preference.Return preferred() {
    return Preference.of(header("Prefer").stream().toList()).body();
  }

  /** The same of a client that leaves to the server what comes back. */
  public Ask withoutPreference() {
    Headers others = name -> name.equalsIgnoreCase("Prefer") ? null : headers.get(name);
    return new Ask(verb, path, query, parameters, others, base, body);
  }

  /** Whether the Prefer header holds this: {@code return=minimal}. */
  public boolean prefers(String preference) {
    return header("Prefer").filter(prefer -> prefer.contains(preference)).isPresent();
  }
}

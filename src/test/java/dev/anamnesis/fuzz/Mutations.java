package dev.anamnesis.fuzz;

import dev.anamnesis.fuzz.RawHttp.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a request wrong in one to four ways; the same for the same seed. */
final class Mutations {

  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "\"\"",
          "{}",
          "[]",
          "[[]]",
          "-0",
          "1e999",
          "99999999999999999999",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"id\":\"x\",",
          "\"resourceType\":\"Patient\",",
          ",",
          ":",
          "\"",
          "\\",
          "}",
          "]",
          "\u0000",
          "\uFEFF",
          "<?xml version=\"1.0\"?>",
          "<Patient xmlns=\"http://hl7.org/fhir\"/>",
          "\"reference\":\"urn:uuid:1\"",
          "\"reference\":\"Patient?identifier=x\"",
          "\"contained\":[{}]",
          "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}",
          "\"2024-02-30\"",
          "\"0001-01-01T24:00:00Z\"");

  private static final List<String> PIECES =
      List.of(
          "%00",
          "%",
          "%zz",
          "%2f",
          "%c3%28",
          "/",
          "//",
          "/..",
          "/../..",
          "/$validate",
          "/$everything",
          "/_history",
          "/_history/1",
          "/_history/-1",
          "/_search",
          "?",
          "&",
          "=",
          "?_count=-1",
          "?_count=99999999999",
          "?_since=x",
          "?_sort=-_lastUpdated",
          "?_summary=count",
          "?_elements=name,,",
          "?_format=xml",
          "?_format=%00",
          "?_pretty=true",
          "?name=%ff",
          "?identifier=|",
          "?birthdate=ge",
          "?_id=a,b,c",
          "?_include=*",
          "?_revinclude=a:b:c:d",
          "?_has:Observation:subject:code=x",
          "?subject:Patient.name=x",
          "?_cursor=AAAA",
          "?date=gt2020&date=lt2019",
          "?_filter=name eq (",
          "?_lastUpdated=9999-12-31T23:59:59.999999999+14:00",
          "?value-quantity=1e400||",
          "?:x=1",
          "?near=1|2|3|4",
          "?_at=2020",
          "?_type=Patient,,Nothing",
          "Ünïcode",
          "?_text=%F0%9F%A4%92",
          "?_contained=both",
          "?_total=accurate",
          "?_query=x",
          "?_sort=a,b,c,-d,name");

  private static final List<String> HEADERS =
      List.of(
          "If-Match: W/\"1\"",
          "If-Match: *",
          "If-Match: \"",
          "If-Match: W/\"99999999999\"",
          "If-None-Match: *",
          "If-None-Match: W/\"1\", \"2\"",
          "If-Modified-Since: yesterday",
          "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
          "If-None-Exist: identifier=x|y",
          "If-None-Exist: nonsense",
          "If-None-Exist: ?",
          "If-None-Exist: _id=%00",
          "Prefer: return=minimal",
          "Prefer: return=OperationOutcome",
          "Prefer: handling=strict",
          "Prefer: respond-async",
          "Prefer: ;;=",
          "Accept: application/fhir+xml",
          "Accept: text/html",
          "Accept: */*;q=0",
          "Accept: ;",
          "Accept: a/b;q=x",
          "Content-Type: application/fhir+xml",
          "Content-Type: application/json-patch+json",
          "Content-Type: text/plain",
          "Content-Type: ;",
          "Content-Type: application/fhir+json; charset=utf-16",
          "Content-Type: application/fhir+json; charset=none",
          "Content-Encoding: gzip",
          "Content-Encoding: identity, gzip",
          "Accept-Encoding: gzip;q=0",
          "Accept-Charset: x",
          "X-Request-Id: \u0001",
          "X-Correlation-Id: " + "x".repeat(5000),
          "Idempotency-Key: same",
          "Idempotency-Key: ",
          "Origin: null",
          "Range: bytes=0-1",
          "Expect: 200-ok",
          "no colon here",
          "X-Long: " + "y".repeat(40_000),
          "Cookie: a=b; =",
          "X-HTTP-Method-Override: DELETE");

  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO");

  private final SplittableRandom random;

  Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  private <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Request of(Request right) {
    Request wrong = right;
    for (int left = 1 + random.nextInt(4); left > 0; left--) wrong = once(wrong);
    return wrong;
  }

  private Request once(Request r) {
    return switch (random.nextInt(r.body().length == 0 ? 5 : 12)) {
      case 0 -> new Request(of(METHODS), r.path(), r.headers(), r.body());
      case 1, 2 -> new Request(r.method(), path(r.path()), r.headers(), r.body());
      case 3, 4 -> new Request(r.method(), r.path(), headers(r.headers()), r.body());
      default -> new Request(r.method(), r.path(), r.headers(), body(r.body()));
    };
  }

  private String path(String path) {
    int at = random.nextInt(path.length() + 1);
    String piece = of(PIECES).replace(" ", "%20");
    return switch (random.nextInt(3)) {
      case 0 -> path + (path.contains("?") ? piece.replace('?', '&') : piece);
      case 1 -> path.substring(0, at) + piece + path.substring(at);
      default -> path.substring(0, at);
    };
  }

  private List<String> headers(List<String> headers) {
    var next = new ArrayList<>(headers);
    if (!next.isEmpty() && random.nextInt(4) == 0) next.remove(random.nextInt(next.size()));
    String header = of(HEADERS);
    String name = header.substring(0, Math.max(0, header.indexOf(':')));
    if (random.nextInt(4) > 0) next.removeIf(line -> line.startsWith(name + ":"));
    next.add(header);
    return next;
  }

  private byte[] body(byte[] body) {
    if (body.length == 0) return of(TOKENS).getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(body.length);
    int end = Math.min(body.length, at + 1 + random.nextInt(40));
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> joined(body, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
      case 2 -> joined(body, at, of(TOKENS).getBytes(StandardCharsets.UTF_8), at);
      case 3 -> joined(body, at, of(TOKENS).getBytes(StandardCharsets.UTF_8), end);
      case 4 -> joined(body, at, new byte[0], end);
      case 5 -> joined(body, end, Arrays.copyOfRange(body, at, end), end);
      default -> value(body);
    };
  }

  /** Puts another value after a colon: what is wrong then is not the syntax. */
  private byte[] value(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int colon = text.indexOf("\":", random.nextInt(text.length()));
    if (colon < 0) return body;
    int end = colon + 2;
    boolean quoted = end < text.length() && text.charAt(end) == '"';
    int stop = quoted ? text.indexOf('"', end + 1) + 1 : end;
    if (stop <= 0) return body;
    byte[] token = of(TOKENS).getBytes(StandardCharsets.UTF_8);
    return joined(body, end, token, Math.max(end, stop));
  }

  private static byte[] joined(byte[] body, int to, byte[] middle, int from) {
    byte[] next = Arrays.copyOf(body, to + middle.length + Math.max(0, body.length - from));
    System.arraycopy(middle, 0, next, to, middle.length);
    if (from < body.length)
      System.arraycopy(body, from, next, to + middle.length, body.length - from);
    return next;
  }
}

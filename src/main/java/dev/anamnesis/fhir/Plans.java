package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Conditions.Matches;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.ledger.Write;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Create, update and delete, conditional or not, turned into writes
 * (https://hl7.org/fhir/R4/http.html#create).
 */
public final class Plans {

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([0-9]{1,9})\"|([0-9]{1,9})");

  private static final int MOST_TAGS = 100;

  private final Conditions conditions;
  private final Supplier<String> ids;

  Plans(Conditions conditions, Supplier<String> ids) {
    this.conditions = conditions;
    this.ids = ids;
  }

  /** The body's own id, if any, is not kept: R4 lets the server choose. */
  public Plan create(String type, Read.Document document, Ask ask) {
    Optional<String> condition = ask.header("If-None-Exist");
    List<Guard> guards = List.of();
    if (condition.isPresent()) {
      Matches matches = conditions.find(type, query(type, condition.get()));
      if (matches.streams().size() > 1) throw several();
      if (matches.streams().size() == 1) return new Plan.Found(matches.streams().getFirst());
      guards = List.of(matches.stays());
    }
    return carry(new StreamId(type, ids.get()), document, Expected.ANY, Method.POST, guards, ask);
  }

  public Plan update(StreamId stream, Read.Document document, Ask ask) {
    String id =
        document
            .id()
            .orElseThrow(
                () ->
                    Outcomes.invalid(
                        "id-missing", "The body has no id: give it the id of the URL."));
    if (!id.equals(stream.id())) {
      throw Outcomes.invalid("id-mismatch", "The body's id is not the one of the URL.");
    }
    Expected expected = isToBeNew(ask) ? new Expected.Version(0) : expected(ask);
    return carry(stream, document, expected, Method.PUT, List.of(), ask);
  }

  /** {@code If-None-Match: *}: there must be none, nor have been (RFC 9110 section 13.1.2). */
  static boolean isToBeNew(Ask ask) {
    Optional<String> header = ask.header("If-None-Match");
    if (header.isEmpty() || !ask.verb().equals("PUT")) return false;
    if (header.get().strip().equals("*")) return true;
    throw Outcomes.invalid("bad-etag", "A PUT takes no If-None-Match but *: use If-Match.");
  }

  /** https://hl7.org/fhir/R4/http.html#cond-update. */
  public Plan updateMatching(String type, String query, Read.Document document, Ask ask) {
    Matches matches = conditions.find(type, query);
    List<Guard> guards = List.of(matches.stays());
    return switch (matches.streams().size()) {
      case 0 -> {
        noneMatches(ask);
        // An id that is taken by a resource that does not match is not written over.
        Expected expected = new Expected.Version(0);
        String id = document.id().orElseGet(ids);
        yield carry(new StreamId(type, id), document, expected, Method.PUT, guards, ask);
      }
      case 1 -> {
        if (isToBeNew(ask)) throw existsAlready();
        StreamId stream = matches.streams().getFirst();
        if (document.id().filter(id -> !id.equals(stream.id())).isPresent()) {
          throw Outcomes.invalid(
              "id-mismatch", "The body's id is not the one of the resource that matches.");
        }
        yield carry(stream, document, expected(ask), Method.PUT, guards, ask);
      }
      default -> throw several();
    };
  }

  public Plan delete(StreamId stream, Ask ask) {
    return remove(stream, List.of(), ask);
  }

  /** Of several matches none is deleted: the CapabilityStatement says single. */
  public Plan deleteMatching(String type, String query, Ask ask) {
    Matches matches = conditions.find(type, query);
    return switch (matches.streams().size()) {
      case 0 -> {
        noneMatches(ask);
        yield new Plan.Idle();
      }
      case 1 -> remove(matches.streams().getFirst(), List.of(matches.stays()), ask);
      default -> throw several();
    };
  }

  private static Plan remove(StreamId stream, List<Guard> guards, Ask ask) {
    if (DerivedProvenance.isOne(stream)) throw DerivedProvenance.isNotWritten();
    return new Plan.Carry(
        new Write(
            stream,
            new ResourceCommand.Remove(),
            expected(ask),
            Method.DELETE,
            guards,
            RequestKeys.of(ask)));
  }

  private static Plan carry(
      StreamId stream,
      Read.Document document,
      Expected expected,
      Method method,
      List<Guard> guards,
      Ask ask) {
    if (DerivedProvenance.isOne(stream)) throw DerivedProvenance.isNotWritten();
    Elements stated = document.elements();
    ResourceCommand command =
        ask.isImport() ? new ResourceCommand.Load(stated) : new ResourceCommand.State(stated);
    return new Plan.Carry(
        new Write(stream, command, expected, method, guards, RequestKeys.of(ask)));
  }

  /** A condition as a header or an entry gives it: with or without the URL before it. */
  private static String query(String type, String condition) {
    String text = condition.strip();
    int question = text.indexOf('?');
    String url = question < 0 ? "" : text.substring(0, question);
    if (!url.isEmpty() && !url.equals(type) && !url.endsWith("/" + type)) {
      throw Outcomes.invalid("bad-condition", "If-None-Exist is about another type.");
    }
    return text.substring(question + 1);
  }

  static RuntimeException existsAlready() {
    return Outcomes.precondition(
        "exists-already", "If-None-Match: * asks for a new resource, and there is or was one.");
  }

  static RuntimeException several() {
    return Outcomes.precondition(
        "multiple-matches", "The condition matches several resources: make it more precise.");
  }

  /** What If-Match says: one version or several, or that there be one (RFC 9110 section 13.1.1). */
  public static Expected expected(Ask ask) {
    Optional<String> header = ask.header("If-Match").map(String::strip);
    if (header.isEmpty()) return Expected.ANY;
    if (header.get().equals("*")) return new Expected.Present();
    var versions = new HashSet<Integer>();
    for (String tag : header.get().split(",", MOST_TAGS + 1)) {
      Matcher etag = ETAG.matcher(tag.strip());
      if (!etag.matches()) {
        throw Outcomes.invalid(
            "bad-etag", "If-Match takes versions, as in W/\"3\" or W/\"3\", W/\"4\", or *.");
      }
      String version = etag.group(1) == null ? etag.group(2) : etag.group(1);
      versions.add(Integer.valueOf(version));
    }
    return versions.size() == 1
        ? new Expected.Version(versions.iterator().next())
        : new Expected.OneOf(versions);
  }

  /** Of what is deleted, {@code If-Match: *} does not say which version it meant. */
  static RuntimeException stale(int actual, Ask ask) {
    return Outcomes.stale(expected(ask) instanceof Expected.Present ? 0 : actual);
  }

  /** What If-Match asks for does not match the condition. */
  private static void noneMatches(Ask ask) {
    if (ask.header("If-Match").isPresent()) throw Outcomes.stale(0);
  }
}

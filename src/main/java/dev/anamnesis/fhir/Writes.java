package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Outcome;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * Create, update and delete (https://hl7.org/fhir/R4/http.html#create): commands in, answers out.
 */
final class Writes {

  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([0-9]{1,9})\"|([0-9]{1,9})");

  private final Ledger ledger;
  private final Resources resources;
  private final Supplier<String> ids;

  Writes(Ledger ledger, Resources resources, Supplier<String> ids) {
    this.ledger = ledger;
    this.resources = resources;
    this.ids = ids;
  }

  /** The body's own id, if any, is not kept: R4 lets the server choose. */
  MethodOutcome create(String type, Read.Document document, RequestDetails request) {
    if (request.getHeader("If-None-Exist") != null) {
      throw Outcomes.notAllowed(
          "conditional-unsupported",
          "Conditional create is not supported: leave If-None-Exist out.");
    }
    var stream = new StreamId(type, ids.get());
    return execute(stream, new ResourceCommand.State(document.elements()), Method.POST, request);
  }

  MethodOutcome update(StreamId stream, Read.Document document, RequestDetails request) {
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
    return execute(stream, new ResourceCommand.State(document.elements()), Method.PUT, request);
  }

  MethodOutcome delete(StreamId stream, RequestDetails request) {
    return execute(stream, new ResourceCommand.Remove(), Method.DELETE, request);
  }

  private MethodOutcome execute(
      StreamId stream, ResourceCommand command, Method method, RequestDetails request) {
    Optional<RequestKey> key = RequestKeys.of(request);
    var write = Write.of(stream, command, expected(request), method, key);
    return switch (ledger.execute(write)) {
      case Outcome.Stored(Recorded recorded, boolean created, var after) ->
          answer(created ? 201 : 200, recorded, Bodies.served(recorded, after), request);
      case Outcome.Unchanged(Optional<Recorded> last, var state) ->
          last.map(recorded -> answer(200, recorded, Bodies.served(recorded, state), request))
              .orElseGet(() -> nothingThere(request));
      case Outcome.Repeated(Recorded first) ->
          answer(first.version() == 1 ? 201 : 200, first, repeated(first), request);
      case Outcome.Refused(var refusal) -> throw Outcomes.refused(refusal);
      case Outcome.StaleVersion(var name, int actual) -> throw Outcomes.stale(actual);
      case Outcome.GuardFailed() ->
          throw new IllegalStateException("a write without guards cannot fail on one");
      case Outcome.KeyReused() ->
          throw Outcomes.with(
              422,
              IssueType.CONFLICT,
              "idempotency-key-reused",
              "This Idempotency-Key came before with another request: use a new one.");
    };
  }

  /** Deleting what never was is no error, and nothing happened. */
  private static MethodOutcome nothingThere(RequestDetails request) {
    new Answer(204, Optional.empty(), Optional.empty()).on(request);
    return new MethodOutcome();
  }

  private Optional<String> repeated(Recorded first) {
    return resources.version(first.stream(), first.version()).flatMap(Version::json);
  }

  /**
   * @param json empty for a deletion
   */
  private static MethodOutcome answer(
      int status, Recorded recorded, Optional<String> json, RequestDetails request) {
    if (json.isEmpty()) {
      new Answer(204, Optional.of(recorded), Optional.empty()).on(request);
      return new MethodOutcome();
    }
    new Answer(status, Optional.of(recorded), prefersMinimal(request) ? Optional.empty() : json)
        .on(request);
    var id =
        new IdType(
            recorded.stream().type(), recorded.stream().id(), Integer.toString(recorded.version()));
    return new MethodOutcome(id, status == 201);
  }

  private static boolean prefersMinimal(RequestDetails request) {
    String prefer = request.getHeader("Prefer");
    return prefer != null && prefer.contains("return=minimal");
  }

  private static Expected expected(RequestDetails request) {
    String header = request.getHeader("If-Match");
    if (header == null) return Expected.ANY;
    Matcher etag = ETAG.matcher(header.strip());
    if (!etag.matches()) {
      throw Outcomes.invalid("bad-etag", "If-Match takes one version, as in W/\"3\".");
    }
    String version = etag.group(1) == null ? etag.group(2) : etag.group(1);
    return new Expected.Version(Integer.parseInt(version));
  }
}

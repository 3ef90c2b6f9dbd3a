package dev.anamnesis.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.HistoryQuery.Scope;
import dev.anamnesis.projection.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Answers plain reads and histories itself, before HAPI looks for a method and makes a resource
 * that nobody wants. What is odd in any way is left to the methods, which answer the same.
 */
@Interceptor
public final class ReadRequests {

  private static final String HISTORY = "_history";
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Set<String> OF_READS =
      Set.of("_format", "_pretty", "_summary", "_elements", "_asOf");
  private static final Set<String> OF_HISTORIES =
      Set.of(
          "_format",
          "_pretty",
          "_summary",
          "_elements",
          "_count",
          "_since",
          "_at",
          "_type",
          "_sort",
          "_cursor");

  private final Interactions interactions;
  private final ResourceTypes types;

  ReadRequests(Interactions interactions, ResourceTypes types) {
    this.interactions = interactions;
    this.types = types;
  }

  /** What a path asks for. */
  private sealed interface Asked {
    record Read(StreamId stream, Optional<String> version) implements Asked {}

    record History(Scope scope) implements Asked {}
  }

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public boolean read(ServletRequestDetails request) {
    boolean gotten =
        request.getRequestType() == RequestTypeEnum.GET
            || request.getRequestType() == RequestTypeEnum.HEAD;
    if (!gotten || request.getHeader("X-Provenance") != null) return true;
    Optional<Asked> asked = asked(Ask.path(request).split("/", -1));
    if (asked.isEmpty() || !knows(asked.get(), request)) return true;
    Answer answer =
        switch (asked.get()) {
          case Asked.Read(var stream, var version) -> {
            request.setRestOperationType(
                version.isPresent() ? RestOperationTypeEnum.VREAD : RestOperationTypeEnum.READ);
            yield interactions.reads().read(stream, version, Ask.of(request));
          }
          case Asked.History(var scope) -> {
            request.setRestOperationType(operation(scope));
            yield interactions.histories().answer(scope, Ask.of(request));
          }
        };
    SearchRequests.send(request, answer);
    return false;
  }

  /** What a Binary holds may be asked for, and AuditEvents are not of the record. */
  private Optional<Asked> asked(String[] parts) {
    boolean history = parts[parts.length - 1].equals(HISTORY);
    if (parts.length == 1) {
      return history ? Optional.of(new Asked.History(new Scope.System())) : Optional.empty();
    }
    String type = parts[0];
    if (!types.knows(type) || type.equals("Binary") || type.equals("AuditEvent")) {
      return Optional.empty();
    }
    if (parts.length == 2 && history) {
      return Optional.of(new Asked.History(new Scope.Types(List.of(type))));
    }
    if (!Ids.is(parts[1])) return Optional.empty();
    var stream = new StreamId(type, parts[1]);
    return switch (parts.length) {
      case 2 -> Optional.of(new Asked.Read(stream, Optional.empty()));
      case 3 ->
          history ? Optional.of(new Asked.History(new Scope.Instance(stream))) : Optional.empty();
      case 4 ->
          parts[2].equals(HISTORY) && VERSION.matcher(parts[3]).matches()
              ? Optional.of(new Asked.Read(stream, Optional.of(parts[3])))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean knows(Asked asked, ServletRequestDetails request) {
    Set<String> known =
        switch (asked) {
          case Asked.Read read -> OF_READS;
          case Asked.History history -> OF_HISTORIES;
        };
    return known.containsAll(request.getParameters().keySet());
  }

  private static RestOperationTypeEnum operation(Scope scope) {
    return switch (scope) {
      case Scope.System() -> RestOperationTypeEnum.HISTORY_SYSTEM;
      case Scope.Types(var names) -> RestOperationTypeEnum.HISTORY_TYPE;
      case Scope.Instance(var stream) -> RestOperationTypeEnum.HISTORY_INSTANCE;
    };
  }
}

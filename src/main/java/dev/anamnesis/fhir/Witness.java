package dev.anamnesis.fhir;

import dev.anamnesis.audit.Access;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.audit.Mentions;
import dev.anamnesis.audit.Visit;
import dev.anamnesis.eventstore.Recorded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says of what was asked and answered what the access log is to keep. */
public final class Witness {

  private static final String ACCOUNTING = "$accounting-of-disclosures";

  private final AccessLog log;

  Witness(AccessLog log) {
    this.log = log;
  }

  /** What was asked, and how it was answered. */
  public record Exchange(Interaction kind, String path, String query, Answer answer) {

    /** An entry of a Bundle. */
    public static Exchange of(Ask ask, Answer answer) {
      return new Exchange(kind(ask), ask.path(), ask.query(), answer);
    }

    private static Interaction kind(Ask ask) {
      return switch (ask.verb()) {
        case "POST" -> posted(ask.path());
        case "PUT" -> Interaction.UPDATE;
        case "PATCH" -> Interaction.PATCH;
        case "DELETE" -> Interaction.DELETE;
        case "GET", "HEAD" -> reading(ask.path().split("/", -1));
        default -> Interaction.OTHER;
      };
    }

    private static Interaction posted(String path) {
      String[] parts = path.split("/", -1);
      String last = parts[parts.length - 1];
      return last.startsWith("$") || last.equals("_search") ? reading(parts) : Interaction.CREATE;
    }

    private static Interaction reading(String[] parts) {
      String last = parts[parts.length - 1];
      if (last.startsWith("$")) return Interaction.OPERATION;
      if (last.equals("metadata")) return Interaction.CAPABILITIES;
      if (last.equals("_history")) {
        return switch (parts.length) {
          case 1 -> Interaction.HISTORY_SYSTEM;
          case 2 -> Interaction.HISTORY_TYPE;
          default -> Interaction.HISTORY_INSTANCE;
        };
      }
      boolean system = parts.length == 1 && (last.isEmpty() || last.equals("_search"));
      if (system) return Interaction.SEARCH_SYSTEM;
      if (last.equals("_search")) return Interaction.SEARCH_TYPE;
      return switch (parts.length) {
        case 1, 3 -> Interaction.SEARCH_TYPE;
        case 2 -> Interaction.READ;
        default -> Interaction.VREAD;
      };
    }
  }

  /** Returns when the answers may be sent. */
  public void record(List<Exchange> exchanges) {
    Optional<Visit> visit = Visit.current();
    if (visit.isEmpty() || log.isOff()) return;
    log.record(
        exchanges.stream()
            .filter(exchange -> !visit.get().hasCommitted(seen(exchange)))
            .map(exchange -> access(visit.get(), exchange))
            .toList());
  }

  private static long seen(Exchange exchange) {
    return exchange.answer().version().map(Recorded::position).orElse(0L);
  }

  private static Access access(Visit visit, Exchange exchange) {
    long seen = seen(exchange);
    return new Access(
        exchange.kind(),
        exchange.answer().status(),
        visit.caller(),
        visit.request(),
        seen,
        seen > 0 ? "" : exchange.path(),
        tells(exchange.kind()) ? exchange.query() : "",
        patients(exchange));
  }

  private static Set<String> patients(Exchange exchange) {
    var patients = new LinkedHashSet<String>();
    String[] parts = exchange.path().split("/", -1);
    if (parts.length > 1 && parts[0].equals("Patient")) patients.add(parts[1]);
    // Who reads audit is told of patients, but is shown nothing of theirs.
    boolean audit = parts[0].equals("AuditEvent") || parts[parts.length - 1].startsWith(ACCOUNTING);
    if (!audit) exchange.answer().json().ifPresent(json -> patients.addAll(Mentions.in(json)));
    return patients;
  }

  /** The parameters of a read only say how it is shown. */
  private static boolean tells(Interaction kind) {
    return kind != Interaction.READ && kind != Interaction.VREAD;
  }
}

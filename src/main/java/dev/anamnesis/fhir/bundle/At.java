package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.fhir.Outcomes;
import org.hl7.fhir.r4.model.OperationOutcome;

/** Refusals that name the entry they are about. */
final class At {

  private At() {}

  static BaseServerResponseException missing(int index, String member) {
    return invalid(
        index,
        "missing-element",
        "The entry needs " + member + ": a method R4 has for bundles, and a URL.");
  }

  static BaseServerResponseException invalid(int index, String code, String words) {
    return of(index, Outcomes.invalid(code, words));
  }

  /** The same refusal, with the entry named in words and in each expression. */
  static BaseServerResponseException of(int index, BaseServerResponseException refusal) {
    if (!(refusal.getOperationOutcome() instanceof OperationOutcome outcome)) return refusal;
    String place = "Bundle.entry[" + index + "]";
    for (var issue : outcome.getIssue()) {
      String within = issue.hasExpression() ? issue.getExpression().getFirst().getValue() : "";
      if (within.startsWith(place)) continue;
      issue.getExpression().clear();
      int dot = within.indexOf('.');
      issue.addExpression(dot < 0 ? place : place + ".resource" + within.substring(dot));
      issue.setDiagnostics("Entry " + index + ": " + issue.getDiagnostics());
    }
    return refusal;
  }
}

package dev.anamnesis.fhir.audit;

import dev.anamnesis.audit.AccessQuery;
import dev.anamnesis.audit.AccessSearch;
import dev.anamnesis.audit.AuditEvents;
import dev.anamnesis.audit.Recollection;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.projection.Resources;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and searches AuditEvents: views of the access log that no client makes or changes. */
public final class AuditAnswers {

  private final AccessSearch search;
  private final AuditQuestion question;
  private final Included included;
  private final Supplier<String> ids;

  public AuditAnswers(
      AccessSearch search, Resources resources, Conditions conditions, Supplier<String> ids) {
    this.search = search;
    this.question = new AuditQuestion(conditions);
    this.included = new Included(resources);
    this.ids = ids;
  }

  /** An AuditEvent's id is its position in the access log. */
  static Optional<Long> position(String id) {
    return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
  }

  public Answer read(String id, Optional<String> version, Ask ask) {
    return position(id)
        .filter(position -> version.isEmpty() || version.get().equals("1"))
        .flatMap(search::find)
        .map(record -> Answer.ok(AuditEvents.json(record, ask.base())))
        .orElseThrow(() -> Outcomes.notFound("There is no such AuditEvent."));
  }

  public Answer search(Ask ask) {
    return answer(question.read(ask), ask);
  }

  /** A Patient's or an agent's compartment (https://hl7.org/fhir/R4/compartmentdefinition.html). */
  public Answer within(String owner, String id, Ask ask) {
    String parameter =
        switch (owner) {
          case "Patient" -> "patient";
          case "Practitioner", "Device", "RelatedPerson" -> "agent";
          default -> throw Outcomes.notFound("R4 has no such compartment with AuditEvents in it.");
        };
    return answer(question.read(ask, parameter, owner + '/' + id), ask);
  }

  /** Who was shown something of the patient, from {@code start} to {@code end}. */
  public Answer disclosures(String patient, Ask ask) {
    return answer(question.disclosures(patient, ask), ask);
  }

  private Answer answer(AccessQuery query, Ask ask) {
    boolean onlyCount = ask.values("_summary").contains("count");
    boolean counted = onlyCount || ask.values("_total").contains("accurate");
    Optional<Long> total = counted ? Optional.of(search.count(query)) : Optional.empty();
    var bundle = new SearchBundle(ids.get(), ask, total);
    if (onlyCount) return Answer.ok(bundle.json());
    AccessSearch.Page page = search.page(query);
    page.next().ifPresent(bundle::next);
    for (Recollection record : page.records()) {
      bundle.match("AuditEvent/" + record.position(), AuditEvents.json(record, ask.base()));
    }
    List<String> wanted = ask.values("_include");
    included.of(page.records(), wanted).forEach(bundle::include);
    return Answer.ok(bundle.json());
  }
}

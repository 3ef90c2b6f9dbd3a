package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Writes;
import dev.anamnesis.ledger.Ledger;
import java.util.Optional;
import java.util.function.Supplier;

/** All operations on prescriptions and appointments, by name. */
public final class Domain {

  private final PrescriptionActs prescriptions;
  private final AppointmentActs appointments;
  private final MergeActs merges;
  private final Finding finding;

  public Domain(Ledger ledger, Writes writes, Supplier<String> ids, ActParts parts) {
    var acts = new Acts(ledger, writes);
    this.prescriptions = new PrescriptionActs(acts, parts.therapies());
    this.appointments = new AppointmentActs(acts, ids, parts.clock());
    this.merges = new MergeActs(acts);
    this.finding = new Finding(parts.slots(), parts.clock());
  }

  /**
   * @param body the members of a Parameters resource
   */
  public Answer prescription(Move move, StreamId stream, Elements body, Ask ask) {
    var given = new Given(body, ask);
    Given known = move == Move.APPROVE ? given.only("approver", "reason") : given.only("reason");
    return prescriptions.move(move, stream, known, ask);
  }

  public Answer therapies(StreamId patient, Elements body, Ask ask) {
    new Given(body, ask).only();
    return prescriptions.therapies(patient);
  }

  /** Answers the record that is kept. */
  public Answer merge(Elements body, Ask ask) {
    return merges.merge(new Given(body, ask).only("source-patient", "target-patient"), ask);
  }

  /** Answers the record that was given up. */
  public Answer unmerge(StreamId source, Elements body, Ask ask) {
    new Given(body, ask).only();
    return merges.unmerge(source, ask);
  }

  /**
   * @param name with its dollar sign
   * @param instance empty for an operation on the type
   */
  public Answer appointment(String name, Optional<StreamId> instance, Elements body, Ask ask) {
    var given = new Given(body, ask);
    return switch (name) {
      case "$find" ->
          finding.find(given.only("start", "end", "practitioner", "location", "device", "actor"));
      case "$hold" ->
          searchset(
              appointments.hold(
                  instance,
                  given.only(
                      "appointment-reference",
                      "appointment-resource",
                      "patient",
                      "until",
                      "comment",
                      "overbooking-reason"),
                  ask.withoutPreference()),
              ask);
      case "$book" ->
          searchset(
              appointments.book(
                  instance,
                  given.only(
                      "appointment-reference",
                      "appointment-resource",
                      "patient",
                      "comment",
                      "overbooking-reason"),
                  ask.withoutPreference()),
              ask);
      case "$cancel" -> appointments.cancel(named(instance), given.only("reason"), ask);
      case "$reschedule" ->
          appointments.reschedule(
              named(instance), given.only("start", "end", "slot", "overbooking-reason"), ask);
      default -> throw Outcomes.notFound("There is no such operation.");
    };
  }

  private static StreamId named(Optional<StreamId> instance) {
    return instance.orElseThrow(() -> Outcomes.notFound("Name the Appointment in the URL."));
  }

  /** IHE's operations answer a Bundle with the appointment. */
  private static Answer searchset(Answer answer, Ask ask) {
    String entry =
        answer
            .version()
            .map(
                version ->
                    "{\"fullUrl\":\"%s/%s\",\"resource\":%s,\"search\":{\"mode\":\"match\"}}"
                        .formatted(ask.base(), version.stream().path(), answer.json().orElse("{}")))
            .orElse("");
    return Answer.ok(
        "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":1,\"entry\":["
            + entry
            + "]}");
  }
}

package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.patient.Merge;
import dev.anamnesis.domain.prescribing.FourEyes;
import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.projection.Therapies;
import dev.anamnesis.projection.Therapies.Step;
import dev.anamnesis.projection.Therapies.Therapy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code MedicationRequest/x/$approve} and the other moves, and {@code Patient/x/$therapies}. */
final class PrescriptionActs {

  private final Acts acts;
  private final Therapies therapies;

  PrescriptionActs(Acts acts, Therapies therapies) {
    this.acts = acts;
    this.therapies = therapies;
  }

  /** Answers the prescription as it is then. */
  Answer move(Move move, StreamId stream, Given given, Ask ask) {
    Optional<String> reason = given.concept("reason");
    Optional<String> approver = given.reference("approver");
    return acts.carryOut(
        () -> {
          Acts.Seen seen = acts.see(stream);
          Acts.refuse(move.refusal(seen.elements()));
          Elements next = move.of(seen.elements(), reason);
          return List.of(seen.to(approver.map(by -> approved(next, by)).orElse(next), ask));
        },
        ask);
  }

  private static Elements approved(Elements prescription, String by) {
    return Extended.with(
        prescription, FourEyes.APPROVED_BY, "valueReference", "{\"reference\":\"" + by + "\"}");
  }

  /**
   * A Parameters resource with one {@code therapy} for each chain of prescriptions; those of the
   * records that it replaces are its own.
   */
  Answer therapies(StreamId patient) {
    Set<String> records =
        new TreeSet<>(
            Merge.person(patient.id(), id -> acts.existence(new StreamId("Patient", id))));
    return Answer.ok(
        therapies.of(records).stream()
            .map(PrescriptionActs::therapy)
            .collect(
                Collectors.joining(",", "{\"resourceType\":\"Parameters\",\"parameter\":[", "]}"))
            .replace(",\"parameter\":[]", ""));
  }

  private static String therapy(Therapy therapy) {
    Step last = therapy.steps().getLast();
    String prescriptions =
        therapy.steps().stream()
            .map(
                step ->
                    ",{\"name\":\"prescription\",\"valueReference\":{\"reference\":\"MedicationRequest/"
                        + step.request()
                        + "\"}}")
            .collect(Collectors.joining());
    return "{\"name\":\"therapy\",\"part\":[{\"name\":\"status\",\"valueCode\":\""
        + last.status()
        + "\"}"
        + prescriptions
        + "]}";
  }
}

package dev.anamnesis.fhir.act;

import dev.anamnesis.domain.Pointer;
import dev.anamnesis.domain.patient.Merge;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import java.util.List;

/** {@code Patient/$merge} and {@code Patient/x/$unmerge}: both records change together. */
final class MergeActs {

  private final Acts acts;

  MergeActs(Acts acts) {
    this.acts = acts;
  }

  /** Answers the record that is kept. */
  Answer merge(Given given, Ask ask) {
    StreamId source = patient(given, "source-patient");
    StreamId target = patient(given, "target-patient");
    return acts.carryOut(
        () -> {
          Acts.Seen from = acts.see(source);
          Acts.Seen into = acts.see(target);
          Acts.refuse(Merge.refusal(source.id(), from.elements(), target.id(), into.elements()));
          return List.of(
              into.to(Merge.kept(into.elements(), source.id()), ask),
              from.along(Merge.givenUp(from.elements(), target.id())));
        },
        ask);
  }

  /** Answers the record that was given up, as one of its own again. */
  Answer unmerge(StreamId source, Ask ask) {
    return acts.carryOut(
        () -> {
          Acts.Seen from = acts.see(source);
          String id =
              Merge.replacedBy(from.elements())
                  .orElseThrow(
                      () ->
                          Outcomes.unprocessable(
                              "not-merged",
                              "The patient's record was not merged into another: $merge would be allowed."));
          Acts.Seen into = acts.see(new StreamId("Patient", id));
          return List.of(
              from.to(Merge.back(from.elements(), id), ask),
              into.along(Merge.without(into.elements(), source.id())));
        },
        ask);
  }

  private static StreamId patient(Given given, String name) {
    String reference = given.reference(name).orElseThrow(() -> Given.bad(name, "is needed"));
    return new StreamId(
        "Patient",
        Pointer.id(reference, "Patient")
            .orElseThrow(() -> Given.bad(name, "takes a reference to a Patient")));
  }
}

package dev.anamnesis.ledger;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.Work;
import dev.anamnesis.domain.patient.Death;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;

/** What is left to be done once a fact is recorded: a Task in the fact's own commit group. */
final class Tasks {

  private Tasks() {}

  static Optional<Write> of(Commit commit) {
    if (!(commit.before() instanceof Existence.Present)) return Optional.empty();
    boolean before = Death.isRecorded(commit.before());
    boolean after = Death.isRecorded(commit.after());
    if (!commit.stream().type().equals("Patient") || before == after) return Optional.empty();
    return Optional.of(
        after
            ? task(
                commit,
                Work.AFTER_DEATH,
                "Cancel the appointments to come and stop what is prescribed: the patient died.")
            : task(
                commit,
                Work.DEATH_RETRACTED,
                "The death was retracted: look at what was cancelled and stopped for it."));
  }

  private static Write task(Commit commit, String process, String words) {
    StreamId patient = commit.stream();
    int version = commit.base() + 1;
    String id = Work.id(process, patient.type(), patient.id(), version);
    return Circumstances.stated(
        new StreamId("Task", id), Work.of(process, patient.id(), version, words));
  }
}

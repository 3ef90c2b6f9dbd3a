package dev.anamnesis.fhir;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.act.Domain;
import dev.anamnesis.fhir.bundle.Operations;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.r4.search.Compartments;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The operations over time and of the domain, as entries of Bundles. */
final class EntryOperations implements Operations {

  private final TimeOperations time;
  private final Domain domain;
  private final BiFunction<StreamId, Ask, Answer> history;
  private final BiFunction<StreamId, Ask, Answer> everything;

  /**
   * @param history of a whole record
   * @param everything of one
   */
  EntryOperations(
      TimeOperations time,
      Domain domain,
      BiFunction<StreamId, Ask, Answer> history,
      BiFunction<StreamId, Ask, Answer> everything) {
    this.time = time;
    this.domain = domain;
    this.history = history;
    this.everything = everything;
  }

  /** What an operation is asked. */
  private record Question(Optional<Read.Document> sent, Ask ask) {
    /** The members of the Parameters; none where none were sent. */
    Elements parameters() {
      return sent.map(Read.Document::elements).orElse(Elements.NONE);
    }

    Ask all() {
      return ask.with(parameters());
    }
  }

  /** How it is answered. */
  private interface Work {
    Answer of(Question question);
  }

  private record One(boolean writes, Work work) implements Operation {
    @Override
    public Answer answer(Optional<Read.Document> sent, Ask ask) {
      return work.of(new Question(sent, ask));
    }
  }

  private static Optional<Operation> reads(Work work) {
    return Optional.of(new One(false, work));
  }

  private static Optional<Operation> writes(Work work) {
    return Optional.of(new One(true, work));
  }

  @Override
  public Optional<Operation> find(Optional<String> type, Optional<String> id, String name) {
    if (type.isEmpty()) return system(name);
    if (id.isEmpty()) return type(type.get(), name);
    var stream = new StreamId(type.get(), Ids.checked(id.get()));
    return time(stream, name).or(() -> record(stream, name)).or(() -> domain(stream, name));
  }

  private Optional<Operation> system(String name) {
    if (!name.equals("$what-if")) return Optional.empty();
    return reads(
        question ->
            time.whatIf()
                .answer(
                    question
                        .sent()
                        .orElseThrow(
                            () ->
                                Outcomes.invalid(
                                    "body-missing", "The entry has no resource: send a Bundle.")),
                    question.all()));
  }

  private Optional<Operation> time(StreamId stream, String name) {
    return switch (name) {
      case "$facts" -> reads(question -> time.facts().answer(stream, question.all()));
      case "$diff" -> reads(question -> time.diff().answer(stream, question.all()));
      case "$as-of" -> reads(question -> time.asOf().answer(stream, question.all()));
      case "$revert" -> writes(question -> time.revert().answer(stream, question.all()));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> record(StreamId stream, String name) {
    if (Compartments.of(stream.type()).isEmpty()) return Optional.empty();
    return switch (name) {
      case "$history" -> reads(question -> history.apply(stream, question.all()));
      case "$everything" -> reads(question -> everything.apply(stream, question.all()));
      case "$diff-record" -> reads(question -> time.recordDiff().answer(stream, question.all()));
      case "$revert-record" ->
          writes(question -> time.recordRevert().answer(stream, question.all()));
      default -> Optional.empty();
    };
  }

  private static boolean has(String type, String name) {
    return DomainProvider.OPERATIONS
        .getOrDefault(type, java.util.List.of())
        .contains(name.substring(1));
  }

  private Optional<Operation> type(String type, String name) {
    if (!has(type, name)) return Optional.empty();
    return switch (type + name) {
      case "Patient$merge" ->
          writes(question -> domain.merge(question.parameters(), question.ask()));
      case "Appointment$find" -> reads(question -> appointment(name, Optional.empty(), question));
      case "Appointment$hold", "Appointment$book" ->
          writes(question -> appointment(name, Optional.empty(), question));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> domain(StreamId stream, String name) {
    if (!has(stream.type(), name)) return Optional.empty();
    return switch (stream.type()) {
      case "MedicationRequest" -> {
        Move move = Move.valueOf(name.substring(1).toUpperCase(Locale.ROOT));
        yield writes(
            question -> domain.prescription(move, stream, question.parameters(), question.ask()));
      }
      case "Appointment" ->
          name.equals("$find")
              ? Optional.empty()
              : writes(question -> appointment(name, Optional.of(stream), question));
      default ->
          switch (name) {
            case "$therapies" -> reads(question -> domain.therapies(stream));
            case "$unmerge" -> writes(question -> domain.unmerge(stream, question.ask()));
            default -> Optional.empty();
          };
    };
  }

  private Answer appointment(String name, Optional<StreamId> stream, Question question) {
    return domain.appointment(name, stream, question.parameters(), question.ask());
  }
}

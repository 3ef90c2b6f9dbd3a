package dev.anamnesis.fhir;

import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.act.Domain;
import dev.anamnesis.fhir.bundle.Operations;
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

  @Override
  public Optional<Operation> find(Optional<String> type, Optional<String> id, String name) {
    if (type.isEmpty()) return system(name);
    if (id.isEmpty()) return type(type.get(), name);
    var stream = new StreamId(type.get(), Ids.checked(id.get()));
    return time(stream, name).or(() -> record(stream, name)).or(() -> domain(stream, name));
  }

  private Optional<Operation> system(String name) {
    if (!name.equals("$what-if")) return Optional.empty();
    return EntryOperation.reads(
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
      case "$facts" ->
          EntryOperation.reads(question -> time.facts().answer(stream, question.all()));
      case "$diff" -> EntryOperation.reads(question -> time.diff().answer(stream, question.all()));
      case "$as-of" -> EntryOperation.reads(question -> time.asOf().answer(stream, question.all()));
      case "$revert" ->
          EntryOperation.writes(question -> time.revert().answer(stream, question.all()));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> record(StreamId stream, String name) {
    if (Compartments.of(stream.type()).isEmpty()) return Optional.empty();
    return switch (name) {
      case "$history" -> EntryOperation.reads(question -> history.apply(stream, question.all()));
      case "$everything" ->
          EntryOperation.reads(question -> everything.apply(stream, question.all()));
      case "$diff-record" ->
          EntryOperation.reads(question -> time.recordDiff().answer(stream, question.all()));
      case "$revert-record" ->
          EntryOperation.writes(question -> time.recordRevert().answer(stream, question.all()));
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
          EntryOperation.writes(question -> domain.merge(question.parameters(), question.ask()));
      case "Appointment$find" ->
          EntryOperation.reads(question -> appointment(name, Optional.empty(), question));
      case "Appointment$hold", "Appointment$book" ->
          EntryOperation.writes(question -> appointment(name, Optional.empty(), question));
      default -> Optional.empty();
    };
  }

  private Optional<Operation> domain(StreamId stream, String name) {
    if (!has(stream.type(), name)) return Optional.empty();
    return switch (stream.type()) {
      case "MedicationRequest" -> {
        Move move = Move.valueOf(name.substring(1).toUpperCase(Locale.ROOT));
        yield EntryOperation.writes(
            question -> domain.prescription(move, stream, question.parameters(), question.ask()));
      }
      case "Appointment" ->
          name.equals("$find")
              ? Optional.empty()
              : EntryOperation.writes(question -> appointment(name, Optional.of(stream), question));
      default ->
          switch (name) {
            case "$therapies" ->
                EntryOperation.reads(
                    question -> domain.therapies(stream, question.parameters(), question.ask()));
            case "$unmerge" ->
                EntryOperation.writes(
                    question -> domain.unmerge(stream, question.parameters(), question.ask()));
            default -> Optional.empty();
          };
    };
  }

  private Answer appointment(
      String name, Optional<StreamId> stream, EntryOperation.Question question) {
    return domain.appointment(name, stream, question.parameters(), question.ask());
  }
}

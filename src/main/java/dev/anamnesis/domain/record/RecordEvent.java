package dev.anamnesis.domain.record;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Event;

/** What can happen to a resource of a type that has no rules of its own. */
public sealed interface RecordEvent extends Event {

  record ResourceRecorded(Edit edit) implements RecordEvent {}

  record ResourceAmended(Edit edit) implements RecordEvent {}

  record ResourceRemoved(Edit edit) implements RecordEvent {}

  record ResourceRestored(Edit edit) implements RecordEvent {}
}

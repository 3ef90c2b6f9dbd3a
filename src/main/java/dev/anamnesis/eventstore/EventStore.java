package dev.anamnesis.eventstore;

import java.util.List;
import java.util.Optional;

/** The log, as the write side needs it. */
public interface EventStore {

  /** The stream's state to decide on. */
  Loaded load(StreamId stream);

  /** The stream's last commit, without its content. */
  Optional<Recorded> last(StreamId stream);

  /** What the same request was answered before; empty when it is new. */
  Optional<Appended> before(RequestKey request);

  /** All commits of the group that this commit is the first of, in order. */
  List<Recorded> group(Recorded first);

  /** The rule that would refuse these commits now, written together; asked without a lock. */
  Optional<Appended.Refused> refusal(List<Commit> commits);

  /** These commits as an append would record them now, with all that it adds to them. */
  default List<Commit> asRecorded(List<Commit> commits) {
    return commits;
  }

  /** The log as it was at the past's instant; nothing can be appended to it. */
  EventStore asOf(Past past);

  /** Makes the group durable or says why not. Returns only when it is flushed. */
  Appended append(Group group);
}

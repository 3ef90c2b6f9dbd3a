package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Existence;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The log up to an instant, to decide on and not to write to. */
final class PastEventStore implements EventStore {

  private final Jdbi jdbi;
  private final Preparation preparation;
  private final Streams streams;
  private final Past past;

  PastEventStore(Jdbi jdbi, Preparation preparation, Past past) {
    this.jdbi = jdbi;
    this.preparation = preparation;
    this.streams = new Streams(preparation);
    this.past = past;
  }

  @Override
  public Loaded load(StreamId stream) {
    return jdbi.withHandle(
        handle ->
            Streams.last(handle, stream, past.at())
                .map(last -> streams.loaded(handle, last))
                .orElseGet(() -> new Loaded(new Existence.Absent(), List.of(), Optional.empty())));
  }

  @Override
  public Optional<Recorded> last(StreamId stream) {
    return jdbi.withHandle(handle -> Streams.last(handle, stream, past.at()));
  }

  @Override
  public Optional<Appended> before(RequestKey request) {
    return Optional.empty();
  }

  @Override
  public List<Recorded> group(Recorded first) {
    return List.of(first);
  }

  @Override
  public Optional<Appended.Refused> refusal(List<Commit> commits) {
    List<Rule> rules = preparation.rules(commits, past);
    return rules.isEmpty()
        ? Optional.empty()
        : jdbi.withHandle(handle -> Rule.broken(rules, handle));
  }

  @Override
  public EventStore asOf(Past earlier) {
    return new PastEventStore(jdbi, preparation, earlier);
  }

  @Override
  public Appended append(Group group) {
    throw new UnsupportedOperationException("nothing is appended to the past");
  }
}

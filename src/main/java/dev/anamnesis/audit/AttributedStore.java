package dev.anamnesis.audit;

import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.ProvenanceStated;
import dev.anamnesis.eventstore.Appended;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.EventStore;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Loaded;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store whose commits also tell what the request that made them says of their provenance,
 * whichever door it came by. Commits of other requests go on as they are.
 */
public final class AttributedStore implements EventStore {

  private final EventStore store;

  public AttributedStore(EventStore store) {
    this.store = store;
  }

  @Override
  public Appended append(Group group) {
    return store.append(
        new Group(asRecorded(group.commits()), group.seen(), group.guards(), group.request()));
  }

  @Override
  public List<Commit> asRecorded(List<Commit> commits) {
    return Visit.current()
        .flatMap(Visit::stated)
        .map(json -> commits.stream().map(commit -> attributed(commit, json)).toList())
        .orElse(commits);
  }

  private static Commit attributed(Commit commit, String json) {
    var events = new ArrayList<Event>(commit.events());
    events.add(new ProvenanceStated(json));
    return new Commit(
        commit.stream(), commit.base(), commit.method(), events, commit.before(), commit.after());
  }

  @Override
  public Loaded load(StreamId stream) {
    return store.load(stream);
  }

  @Override
  public Optional<Recorded> last(StreamId stream) {
    return store.last(stream);
  }

  @Override
  public Optional<Appended> before(RequestKey request) {
    return store.before(request);
  }

  @Override
  public List<Recorded> group(Recorded first) {
    return store.group(first);
  }

  @Override
  public EventStore asOf(Past past) {
    return new AttributedStore(store.asOf(past));
  }

  @Override
  public Optional<Appended.Refused> refusal(List<Commit> commits) {
    return store.refusal(commits);
  }
}

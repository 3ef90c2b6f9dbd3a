package dev.anamnesis.projection.search;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.domain.record.RecordEvent;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Group;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.projection.search.QueryReader.Reading;
import dev.anamnesis.r4.search.SearchParameters;
import dev.anamnesis.server.TestDatabase;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/**
 * A made-up clinic of any size in a database of its own: to each patient three prescriptions, two
 * appointments and five observations, all from one seed.
 */
final class Clinic implements AutoCloseable {

  private static final int GROUP = 250;

  final Jdbi jdbi;
  final ResourceTypes types;
  final Sealer sealer;
  final Definitions definitions;
  final SearchProjection projection;
  final Searches searches;
  private PostgresEventStore store;
  private final ClinicRecords records = new ClinicRecords();

  Clinic(Jdbi jdbi, boolean withSearch) {
    this.jdbi = jdbi;
    var vault = TestDatabase.vault(jdbi);
    this.sealer = new Sealer(vault, new SecureRandom());
    this.types = new ResourceTypes(jdbi);
    this.definitions = Definitions.of(jdbi, SearchParameters.R4, "");
    this.projection = new SearchProjection(jdbi, types, definitions);
    this.searches = new Searches(jdbi, types, definitions, sealer, new ServedVersions(0));
    this.store = store(withSearch ? CommitListener.of(projection) : CommitListener.of());
  }

  private PostgresEventStore store(CommitListener listener) {
    return new PostgresEventStore(
        jdbi,
        sealer,
        TestDatabase.vault(jdbi),
        CommitListener.of(new VersionsProjection(types), listener),
        InstantSource.system(),
        PostgresEventStore.PARTITION_SPAN);
  }

  /** From now on rows are written by another. */
  void writing(CommitListener search) {
    store.close();
    store = store(search);
  }

  /**
   * @param patients how many; 11 resources each
   */
  static Clinic of(int patients) {
    var clinic = new Clinic(TestDatabase.fresh(), true);
    clinic.fill(patients);
    clinic.jdbi.useHandle(handle -> handle.execute("vacuum analyze"));
    return clinic;
  }

  static final int SHARED = 500;

  private static final class Shared {
    static final Clinic CLINIC = Clinic.of(SHARED);
  }

  /** One for all tests that only read. */
  static Clinic shared() {
    return Shared.CLINIC;
  }

  Query query(String type, String parameters) {
    Map<String, List<String>> sent = new LinkedHashMap<>();
    for (String pair : parameters.split("&")) {
      String[] sides = pair.split("=", 2);
      sent.computeIfAbsent(sides[0], n -> new ArrayList<>()).add(sides[1]);
    }
    return switch (searches.reader().read(List.of(type), Map.of(), sent, false, "")) {
      case Reading.Understood(Query query) -> query;
      case Reading.NotUnderstood(var why) -> throw new AssertionError(why.words());
    };
  }

  /** Patient by patient, so that an instant in the middle has half of everything. */
  void fill(int patients) {
    var commits = new ArrayList<Commit>();
    for (int n = 0; n < patients; n++) {
      records.next(n).forEach((stream, members) -> commits.add(commit(stream, members)));
      if (commits.size() >= GROUP || n == patients - 1) {
        store.append(Group.of(commits, Optional.empty()));
        commits.clear();
      }
    }
  }

  private static Commit commit(StreamId stream, String members) {
    return commit(
        stream, 0, new Existence.Absent(), new Existence.Present(Elements.parse(members)));
  }

  private static Commit commit(StreamId stream, int base, Existence before, Existence after) {
    Edit edit = before.last().editTo(after.last());
    boolean removed = after instanceof Existence.Removed;
    return new Commit(
        stream,
        base,
        removed ? Method.DELETE : Method.PUT,
        List.of(
            removed
                ? new RecordEvent.ResourceRemoved(new Edit(Elements.NONE, new TreeSet<>()))
                : new RecordEvent.ResourceRecorded(edit)),
        before,
        after);
  }

  /** The next version of a resource. */
  void append(StreamId stream, int base, Existence before, Existence after) {
    store.append(Group.of(List.of(commit(stream, base, before, after)), Optional.empty()));
  }

  static Existence present(String members) {
    return new Existence.Present(Elements.parse(members));
  }

  @Override
  public void close() {
    store.close();
  }
}

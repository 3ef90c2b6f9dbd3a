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
import java.util.function.IntConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * A made-up clinic of any size in a database of its own: to each patient three prescriptions, two
 * appointments and five observations, all from one seed.
 */
final class Clinic implements AutoCloseable {

  private static final int GROUP = 250;
  private static final int LARGE_GROUP = 1_000;

  final Jdbi jdbi;
  final ResourceTypes types;
  final Sealer sealer;
  final Definitions definitions;
  final SearchProjection projection;
  final Searches searches;
  private PostgresEventStore store;
  private final ClinicRecords records = new ClinicRecords();

  Clinic(Jdbi jdbi, boolean withSearch) {
    this(jdbi, jdbi, withSearch);
  }

  /**
   * @param searching the connections that searches are answered by
   */
  Clinic(Jdbi jdbi, Jdbi searching, boolean withSearch) {
    this.jdbi = jdbi;
    var vault = TestDatabase.vault(jdbi);
    this.sealer = new Sealer(vault, new SecureRandom());
    this.types = new ResourceTypes(jdbi);
    this.definitions = Definitions.of(jdbi, SearchParameters.R4, "");
    this.projection = new SearchProjection(jdbi, types, definitions);
    this.searches = new Searches(searching, types, definitions, sealer, new ServedVersions(0));
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

  /**
   * The same, and while it goes on half of the patients get another version, and so do an
   * observation and the active prescriptions of theirs.
   *
   * @param told how many patients there are, now and then
   * @return how many versions were written
   */
  long fillWithChanges(int patients, IntConsumer told) {
    var again = new ClinicRecords();
    var commits = new ArrayList<Commit>();
    long written = 0;
    for (int n = 0; n < patients; n++) {
      records.next(n).forEach((stream, members) -> commits.add(commit(stream, members)));
      if (n % 2 == 1) {
        // The very first are left as they are: their group may not be written yet.
        boolean longAgo = n / 2 + LARGE_GROUP < n;
        again.next(n / 2).forEach((stream, members) -> change(commits, stream, longAgo, members));
      }
      if (commits.size() >= LARGE_GROUP || n == patients - 1) {
        store.append(Group.of(commits, Optional.empty()));
        written += commits.size();
        commits.clear();
      }
      if (n % 5_000 == 0) told.accept(n);
    }
    return written;
  }

  private static void change(
      List<Commit> commits, StreamId stream, boolean isWritten, String members) {
    String changed = ClinicRecords.changed(stream, members);
    if (isWritten && !changed.equals(members))
      commits.add(commit(stream, 1, present(members), present(changed)));
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

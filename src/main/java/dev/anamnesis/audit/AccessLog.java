package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every interaction is recorded. */
public final class AccessLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  private final Jdbi jdbi;
  private final AuditMode mode;
  private final References references;
  private final Incoming incoming;
  private final Optional<Journal> journal;
  private final Placing placing;
  private final AccessWriter writer;
  private volatile boolean started;

  /** One whose records wait for their place in the database. */
  public AccessLog(Jdbi jdbi, AuditMode mode, InstantSource clock) {
    this(jdbi, mode, clock, Optional.empty());
  }

  /**
   * @param folder where records are durable before they have their place, of this server alone and
   *     {@link #settle(Jdbi, InstantSource, Path) settled}; empty for the database
   */
  public AccessLog(Jdbi jdbi, AuditMode mode, InstantSource clock, Optional<Path> folder) {
    this.jdbi = jdbi;
    this.mode = mode;
    this.references = new References(jdbi);
    this.incoming = new Incoming(jdbi, references, clock);
    this.journal =
        folder
            .filter(path -> mode != AuditMode.OFF)
            .map(path -> new Journal(path, Journals.begin(jdbi), clock));
    var unplaced = journal.map(Journal::unplaced).orElseGet(Unplaced::none);
    this.placing = new Placing(new Settling(jdbi, new AccessTable(), incoming, unplaced));
    this.writer = new AccessWriter(mode, this::flush);
  }

  private void flush(List<Line> lines) {
    placing.makeRoom();
    journal.ifPresentOrElse(to -> to.add(lines), () -> incoming.add(lines));
    placing.added(lines.size());
  }

  /**
   * Records, and returns when the mode allows the answer.
   *
   * @throws StoreUnavailable when that cannot be promised
   */
  public void record(List<Access> accesses) {
    if (mode == AuditMode.OFF || accesses.isEmpty()) return;
    var lines = new ArrayList<Line>();
    for (Access access : accesses) {
      List<Long> patients = references.patients(access.patients());
      lines.addAll(entries(access, references.caller(access.caller()), patients));
    }
    writer.write(lines);
  }

  /** One alone. */
  public void record(Access access) {
    record(List.of(access));
  }

  /** Finds all that was answered before, here or by other servers. */
  public AccessSearch search() {
    return new AccessSearch(jdbi, this::settle);
  }

  /** Puts what waits in the database in its place. */
  public static void settle(Jdbi jdbi, InstantSource clock) {
    settle(jdbi, clock, Unplaced.none());
  }

  private static void settle(Jdbi jdbi, InstantSource clock, Unplaced unplaced) {
    var incoming = new Incoming(jdbi, new References(jdbi), clock);
    new Settling(jdbi, new AccessTable(), incoming, unplaced).settle();
  }

  /**
   * The same, and what a server that was stopped short left in its journal.
   *
   * @param folder the journal's; nobody uses it now
   * @return whether all of it could be read, now and before; what could not is kept there
   * @throws OtherDatabase where it is a journal of another one
   */
  public static boolean settle(Jdbi jdbi, InstantSource clock, Path folder)
      throws IOException, OtherDatabase {
    var left = new Leftovers(folder);
    var references = new References(jdbi);
    for (UUID id : left.journals()) {
      long placed =
          jdbi.withHandle(handle -> Journals.placed(handle, id)).orElseThrow(OtherDatabase::new);
      settle(jdbi, clock, left.waiting(id, placed, references::caller));
    }
    left.forget();
    settle(jdbi, clock);
    return !Leftovers.areDamaged(folder);
  }

  /** A journal's records can only be understood by the database they were made for. */
  public static final class OtherDatabase extends Exception {}

  /** Nothing is recorded. */
  public boolean isOff() {
    return mode == AuditMode.OFF;
  }

  References references() {
    return references;
  }

  /** With a commit, in its order among what is read and tried; {@link #committed} comes after. */
  void append(Appending to, List<Line> entries) {
    incoming.add(to, entries);
  }

  /** What came with a commit is durable. */
  void committed() {
    if (mode != AuditMode.OFF) placing.added(1);
  }

  /** When it returns, all that was durable before has its place. */
  public void settle() {
    placing.settle();
  }

  /** One record for each patient, as IHE asks; one where there is none. */
  static List<Line> entries(Access access, int callerId, Iterable<Long> patients) {
    Iterator<Long> next = patients.iterator();
    var main =
        new Line(
            access.kind(),
            access.status(),
            access.caller(),
            callerId,
            access.seen(),
            next.hasNext() ? next.next() : 0,
            0,
            access.request(),
            access.about(),
            access.query());
    var entries = new ArrayList<>(List.of(main));
    while (next.hasNext()) entries.add(main.also(next.next(), entries.size()));
    return entries;
  }

  /** The server is up. */
  public void started() {
    record(Access.ours(Interaction.START, 200, ""));
    started = true;
  }

  /** Records that the server stops, and writes what waits. */
  @Override
  public void close() {
    try {
      if (started) record(Access.ours(Interaction.STOP, 200, ""));
    } catch (RuntimeException e) {
      LOG.warn("that the server stops could not be recorded");
    } finally {
      writer.close();
      placing.close();
      journal.ifPresent(Journal::close);
    }
  }
}

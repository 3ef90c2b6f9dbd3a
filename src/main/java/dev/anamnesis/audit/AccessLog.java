package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.StoreUnavailable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where every interaction is recorded. */
public final class AccessLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** While one flush waits for the disk another is on its way. */
  private static final int AT_ONCE = 2;

  private final Jdbi jdbi;
  private final AuditMode mode;
  private final References references;
  private final Incoming incoming;
  private final Placing placing;
  private final AccessWriter writer;
  private volatile boolean started;

  public AccessLog(Jdbi jdbi, AuditMode mode, InstantSource clock) {
    this.jdbi = jdbi;
    this.mode = mode;
    this.references = new References(jdbi);
    var table = new AccessTable(clock);
    this.incoming = new Incoming(jdbi, table, references, clock);
    this.placing = new Placing(incoming);
    this.writer =
        mode == AuditMode.BUFFERED
            ? new AccessWriter(
                mode, 1, lines -> jdbi.useTransaction(handle -> table.append(handle, lines)))
            : new AccessWriter(
                mode,
                AT_ONCE,
                lines -> {
                  incoming.add(lines);
                  placing.added(lines.size());
                });
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

  /** Puts what a server that was stopped short left behind in its place. */
  public static void settle(Jdbi jdbi, InstantSource clock) {
    new Incoming(jdbi, new AccessTable(clock), new References(jdbi), clock).settle();
  }

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
    }
  }
}

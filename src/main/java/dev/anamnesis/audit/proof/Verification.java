package dev.anamnesis.audit.proof;

import dev.anamnesis.eventstore.seal.Sealer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Checks a whole database, or an export of one, against itself and against what was signed of it.
 */
public final class Verification {

  private static final long TOLD_EVERY = 100_000;

  private final HeadFolder folder;
  private final Optional<Sealer> sealer;
  private final Consumer<String> progress;

  /**
   * @param sealer opens bodies; without it only their places are compared
   */
  public Verification(HeadFolder folder, Optional<Sealer> sealer, Consumer<String> progress) {
    this.folder = folder;
    this.sealer = sealer;
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param faults the first of the log, of the access log and of the versions
   */
  public record Report(long commits, long accesses, List<Fault> faults) {
    public Report {
      faults = List.copyOf(faults);
    }
  }

  /** The handle's transaction should see one state: repeatable read. */
  public Report verify(Handle handle) throws IOException {
    var faults = new ArrayList<Fault>();
    var log = new ChainCheck(Subject.LOG, folder);
    var access = new ChainCheck(Subject.ACCESS, folder);
    long commits = chain(log, "log", Links.of(Subject.LOG, handle), faults);
    long accesses = chain(access, "access", Links.of(Subject.ACCESS, handle), faults);
    new VersionCheck(sealer).check(handle).ifPresent(faults::add);
    return new Report(commits, accesses, faults);
  }

  /** An export, without any database. */
  public Report verify(Export export) throws IOException {
    var faults = new ArrayList<Fault>();
    try (var commits = export.links(Subject.LOG);
        var accesses = export.links(Subject.ACCESS)) {
      long read = chain(new ChainCheck(Subject.LOG, folder), "log", commits, faults);
      long seen = chain(new ChainCheck(Subject.ACCESS, folder), "access", accesses, faults);
      return new Report(read, seen, faults);
    }
  }

  private long chain(ChainCheck check, String label, Links links, List<Fault> faults)
      throws IOException {
    var told = new long[] {0};
    check
        .check(
            links,
            position -> {
              if (position - told[0] < TOLD_EVERY) return;
              told[0] = position;
              progress.accept(label + ": " + position + " checked");
            })
        .ifPresent(faults::add);
    return check.read();
  }
}

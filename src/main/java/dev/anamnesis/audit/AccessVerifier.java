package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessRows.Stored;
import dev.anamnesis.eventstore.ChainVerifier.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Recomputes the access log's chain from what is stored, page by page. */
public final class AccessVerifier {

  private static final int PAGE = 1000;

  private final Jdbi jdbi;

  public AccessVerifier(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Reads the whole access log. */
  public Finding verify() {
    long position = 0;
    long micros = 0;
    byte[] hash = new byte[32];
    while (true) {
      long after = position;
      List<Stored> page = jdbi.withHandle(handle -> AccessRows.after(handle, after, PAGE));
      if (page.isEmpty()) return new Finding.Sound(position, hash);
      for (Stored row : page) {
        Optional<String> fault = fault(row, position, micros, hash);
        if (fault.isPresent()) return new Finding.Broken(position + 1, fault.get());
        position = row.position();
        micros = row.micros();
        hash = row.hash();
      }
    }
  }

  private static Optional<String> fault(Stored row, long position, long micros, byte[] hash) {
    if (row.position() != position + 1) return Optional.of("a position is missing");
    if (row.micros() < micros) return Optional.of("an instant goes back");
    byte[] expected = Line.link(hash, row.position(), row.micros(), row.line().leaf());
    return Arrays.equals(expected, row.hash())
        ? Optional.empty()
        : Optional.of("the hash is not that of what is stored");
  }
}

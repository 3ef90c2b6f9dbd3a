package dev.anamnesis.eventstore;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Recomputes the log's chain from what is stored, page by page, with bounded memory. It needs no
 * key: the chain covers ciphertext.
 */
public final class ChainVerifier {

  private static final int PAGE = 1000;

  private final Jdbi jdbi;

  public ChainVerifier(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What was found. */
  public sealed interface Finding {
    /**
     * Every commit is the one that was written.
     *
     * @param positions how many there are
     * @param tip the hash of the last one
     */
    record Sound(long positions, byte[] tip) implements Finding {}

    /**
     * The chain breaks here.
     *
     * @param what in words, without content
     */
    record Broken(long position, String what) implements Finding {}
  }

  private record Link(long position, Instant recordedAt, byte[] leaf, byte[] hash) {}

  /** Reads the whole log. */
  public Finding verify() {
    long position = 0;
    Instant before = Instant.EPOCH;
    byte[] hash = Chain.GENESIS;
    while (true) {
      List<Link> page = page(position);
      if (page.isEmpty()) return new Finding.Sound(position, hash);
      for (Link link : page) {
        Optional<String> fault = fault(link, position, before, hash);
        if (fault.isPresent()) return new Finding.Broken(position + 1, fault.get());
        position = link.position();
        before = link.recordedAt();
        hash = link.hash();
      }
    }
  }

  private static Optional<String> fault(Link link, long position, Instant before, byte[] hash) {
    if (link.position() != position + 1) return Optional.of("a position is missing");
    if (link.recordedAt().isBefore(before)) return Optional.of("an instant goes back");
    byte[] expected = Chain.link(hash, link.position(), link.recordedAt(), link.leaf());
    return Arrays.equals(expected, link.hash())
        ? Optional.empty()
        : Optional.of("the hash is not that of what is stored");
  }

  private List<Link> page(long after) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select position, recorded_at, resource_type, resource_id, version, method, facts, payload, hash
                    from log.commits
                    where position > :after
                    order by position
                    limit :page
                    """)
                .bind("after", after)
                .bind("page", PAGE)
                .map(
                    (row, context) ->
                        new Link(
                            row.getLong("position"),
                            row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                            Chain.leaf(
                                new StreamId(
                                    row.getString("resource_type"), row.getString("resource_id")),
                                row.getInt("version"),
                                Method.valueOf(row.getString("method")),
                                row.getString("facts"),
                                row.getBytes("payload")),
                            row.getBytes("hash")))
                .list());
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Instants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of this server that make records durable before they have their place in the chain: a flush
 * is one small write to a local disk. What a server that was killed left is {@link Leftovers}.
 */
final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  static final String SUFFIX = ".journal";

  private final Path folder;
  private final InstantSource clock;
  private final Unplaced unplaced;

  /** Those that are full or failed, oldest first. */
  private final ArrayDeque<Segment> full = new ArrayDeque<>();

  private Optional<Segment> current = Optional.empty();
  private long files;
  private long sequence;
  private long durable;
  private long micros;

  /**
   * A new one.
   *
   * @param folder of this server alone, and empty
   */
  Journal(Path folder, UUID id, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    this.unplaced = new Unplaced(id);
  }

  /** What waits for its place. */
  Unplaced unplaced() {
    return unplaced;
  }

  /** Returns when they are durable; for one thread. */
  void add(List<Line> lines) {
    micros = Math.max(micros, Instants.micros(clock.instant()));
    var block = new Block(micros, lines);
    ByteBuffer frame = new Frame(unplaced.journal(), ++sequence, durable, block.bytes()).bytes();
    try {
      segment(frame.remaining()).write(frame, sequence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    durable = sequence;
    unplaced.add(new Queued(sequence, block));
  }

  private Segment segment(int frame) throws IOException {
    if (current.isPresent() && current.get().holds(frame)) return current.get();
    current.ifPresent(full::add);
    current = Optional.empty();
    Segment next = freed(frame).orElse(null);
    if (next == null) next = Segment.create(folder, ++files + SUFFIX, frame);
    current = Optional.of(next);
    return next;
  }

  /** One whose blocks all have their place; further such ones are not needed. */
  private Optional<Segment> freed(int frame) throws IOException {
    Optional<Segment> free = Optional.empty();
    for (Iterator<Segment> each = full.iterator(); each.hasNext(); ) {
      Segment segment = each.next();
      if (unplaced.waits(segment.last())) continue;
      each.remove();
      if (free.isEmpty() && segment.again(frame)) free = Optional.of(segment);
      else segment.delete();
    }
    return free;
  }

  /** Leaves what waits to the next start; nothing, where nothing does. */
  @Override
  public void close() {
    current.ifPresent(full::add);
    current = Optional.empty();
    try {
      for (Segment segment : full) {
        if (unplaced.isEmpty()) segment.delete();
        else segment.close();
      }
    } catch (IOException e) {
      LOG.warn("the audit journal did not close cleanly ({})", e.getClass().getSimpleName());
    }
  }
}

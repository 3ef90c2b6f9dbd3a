package dev.anamnesis.audit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;

/** What is durable in a journal and waits for its place in the chain. */
final class Unplaced {

  private static final UUID NOBODY = new UUID(0, 0);

  private final UUID journal;
  private final ArrayDeque<Queued> blocks = new ArrayDeque<>();
  private long last;
  private long micros;
  private long placed;

  Unplaced(UUID journal) {
    this.journal = journal;
  }

  /** Where there is no journal nothing ever waits. */
  static Unplaced none() {
    return new Unplaced(NOBODY);
  }

  UUID journal() {
    return journal;
  }

  synchronized void add(Queued block) {
    blocks.add(block);
    last = block.number();
    micros = block.block().micros();
  }

  /** The highest that was ever here; 0 for none. */
  synchronized long last() {
    return last;
  }

  /** When the last that was ever here came; 0 for none. */
  synchronized long micros() {
    return micros;
  }

  synchronized boolean waits(long number) {
    return placed < number;
  }

  synchronized boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** The next of them. */
  synchronized List<Queued> first(int most) {
    return blocks.stream().limit(most).toList();
  }

  /** Up to this one they have their place. */
  synchronized void placed(long number) {
    placed = Math.max(placed, number);
    while (!blocks.isEmpty() && blocks.peek().number() <= placed) blocks.remove();
  }
}

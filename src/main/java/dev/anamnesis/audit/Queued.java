package dev.anamnesis.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A block that waits for its place, and its number in the queue it waits in. */
record Queued(long number, Block block) {

  /** A queue keeps its order: none is of an instant before the one it follows. */
  static List<Queued> inOrder(List<Queued> queue) {
    var ordered = new ArrayList<Queued>(queue.size());
    long last = Long.MIN_VALUE;
    for (Queued each : queue) {
      last = Math.max(last, each.block.micros());
      ordered.add(new Queued(each.number, new Block(last, each.block.lines())));
    }
    return ordered;
  }

  /** Two queues as one, by instants. */
  static List<Block> merged(List<Queued> one, List<Queued> other) {
    var blocks = new ArrayList<Block>(one.size() + other.size());
    for (Queued each : one) blocks.add(each.block);
    for (Queued each : other) blocks.add(each.block);
    blocks.sort(Comparator.comparingLong(Block::micros));
    return blocks;
  }
}

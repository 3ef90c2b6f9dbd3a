package dev.anamnesis.audit.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A tree that grows leaf by leaf. It keeps one hash for each 1,024 leaves, and those leaves that do
 * not fill such a tile yet.
 */
final class Tree {

  static final int TILE = 1024;

  private final List<byte[]> tiles = new ArrayList<>();
  private final List<byte[]> tail = new ArrayList<>();

  synchronized long size() {
    return (long) tiles.size() * TILE + tail.size();
  }

  synchronized void append(byte[] entry) {
    tail.add(Merkle.leaf(entry));
    if (tail.size() == TILE) {
      tiles.add(over(tail, 0, TILE));
      tail.clear();
    }
  }

  synchronized byte[] root() {
    long size = size();
    return size == 0 ? Merkle.EMPTY : ranges(tile -> List.of()).hash(0, size);
  }

  /**
   * @param entries those of a whole tile, by its number
   */
  synchronized Merkle.Ranges ranges(LongFunction<List<byte[]>> entries) {
    return new Known(List.copyOf(tiles), List.copyOf(tail), entries);
  }

  private static byte[] over(List<byte[]> leaves, int first, int past) {
    if (past - first == 1) return leaves.get(first);
    int middle = first + (int) Merkle.split(past - first);
    return Merkle.node(over(leaves, first, middle), over(leaves, middle, past));
  }

  private static final class Known implements Merkle.Ranges {
    private final List<byte[]> tiles;
    private final List<byte[]> tail;
    private final LongFunction<List<byte[]>> entries;
    private long opened = -1;
    private List<byte[]> leaves = List.of();

    Known(List<byte[]> tiles, List<byte[]> tail, LongFunction<List<byte[]>> entries) {
      this.tiles = tiles;
      this.tail = tail;
      this.entries = entries;
    }

    @Override
    public byte[] hash(long first, long past) {
      long tile = first / TILE;
      if (past - first == TILE && first % TILE == 0 && tile < tiles.size()) {
        return tiles.get((int) tile);
      }
      if (tile == (past - 1) / TILE) {
        return over(leaves(tile), (int) (first % TILE), (int) ((past - 1) % TILE) + 1);
      }
      long middle = first + Merkle.split(past - first);
      return Merkle.node(hash(first, middle), hash(middle, past));
    }

    private List<byte[]> leaves(long tile) {
      if (tile == tiles.size()) return tail;
      if (tile != opened) {
        leaves = entries.apply(tile).stream().map(Merkle::leaf).toList();
        opened = tile;
      }
      return leaves;
    }
  }
}

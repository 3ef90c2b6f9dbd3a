package dev.anamnesis.audit.proof;

import java.util.Arrays;
import java.util.List;

/** Proofs checked as RFC 9162, section 2.1, tells a client to. */
final class Checked {

  private Checked() {}

  /** The root the path leads to. */
  static byte[] inclusion(byte[] entry, long index, long size, List<byte[]> path) {
    long node = index;
    long last = size - 1;
    byte[] hash = Merkle.leaf(entry);
    for (byte[] sibling : path) {
      if (last == 0) return new byte[0];
      if ((node & 1) == 1 || node == last) {
        hash = Merkle.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = Merkle.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? hash : new byte[0];
  }

  static boolean consistent(long old, byte[] oldRoot, long size, byte[] root, List<byte[]> path) {
    var proof = new java.util.ArrayDeque<>(path);
    if ((old & (old - 1)) == 0) proof.addFirst(oldRoot);
    long node = old - 1;
    long last = size - 1;
    while ((node & 1) == 1) {
      node >>= 1;
      last >>= 1;
    }
    byte[] first = proof.removeFirst();
    byte[] second = first;
    for (byte[] hash : proof) {
      if (last == 0) return false;
      if ((node & 1) == 1 || node == last) {
        first = Merkle.node(hash, first);
        second = Merkle.node(hash, second);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        second = Merkle.node(second, hash);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(first, oldRoot) && Arrays.equals(second, root);
  }
}

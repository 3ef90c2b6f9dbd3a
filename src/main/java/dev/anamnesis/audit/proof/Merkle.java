package dev.anamnesis.audit.proof;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Merkle trees of RFC 6962, section 2.1, over whatever gives the hash of a range of leaves. */
final class Merkle {

  /** The root of a tree without leaves. */
  static final byte[] EMPTY = sha256().digest();

  private Merkle() {}

  /** The hash of the tree over the leaves from {@code first} to before {@code past}. */
  interface Ranges {
    byte[] hash(long first, long past);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  static byte[] leaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return digest.digest(entry);
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }

  /** The largest power of two below this size, which is two at least. */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  /** What proves that leaf {@code index} is in the tree of this size. */
  static List<byte[]> inclusion(Ranges ranges, long index, long size) {
    var path = new ArrayList<byte[]>();
    path(ranges, index, 0, size, path);
    return path;
  }

  private static void path(Ranges ranges, long index, long first, long past, List<byte[]> path) {
    if (past - first == 1) return;
    long middle = first + split(past - first);
    if (index < middle) {
      path(ranges, index, first, middle, path);
      path.add(ranges.hash(middle, past));
    } else {
      path(ranges, index, middle, past, path);
      path.add(ranges.hash(first, middle));
    }
  }

  /** What proves that the tree of size {@code old} is the beginning of the tree of this size. */
  static List<byte[]> consistency(Ranges ranges, long old, long size) {
    var proof = new ArrayList<byte[]>();
    if (old > 0 && old < size) subProof(ranges, old, 0, size, true, proof);
    return proof;
  }

  private static void subProof(
      Ranges ranges, long old, long first, long past, boolean known, List<byte[]> proof) {
    if (old == past) {
      if (!known) proof.add(ranges.hash(first, past));
      return;
    }
    long middle = first + split(past - first);
    if (old <= middle) {
      subProof(ranges, old, first, middle, known, proof);
      proof.add(ranges.hash(middle, past));
    } else {
      subProof(ranges, old, middle, past, false, proof);
      proof.add(ranges.hash(first, middle));
    }
  }
}

package dev.anamnesis.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against RFC 6962's own words: trees built whole, proofs checked by its algorithm. */
class MerkleTest {

  private static byte[] entry(long index) {
    return ByteBuffer.allocate(8).putLong(index).array();
  }

  /** MTH of RFC 6962, section 2.1, word for word. */
  private static byte[] whole(long first, long past) {
    if (past - first == 1) return Merkle.leaf(entry(first));
    long split = 1;
    while (split * 2 < past - first) split *= 2;
    return Merkle.node(whole(first, first + split), whole(first + split, past));
  }

  private static Tree tree(long size) {
    var tree = new Tree();
    for (long index = 0; index < size; index++) tree.append(entry(index));
    return tree;
  }

  private static List<byte[]> entries(long tile) {
    var entries = new ArrayList<byte[]>();
    for (long i = 0; i < Tree.TILE; i++) entries.add(entry(tile * Tree.TILE + i));
    return entries;
  }

  @Test
  void the_hashes_of_certificate_transparencys_test_tree() {
    var tree = new Tree();
    assertThat(HexFormat.of().formatHex(tree.root()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    tree.append(new byte[0]);
    assertThat(HexFormat.of().formatHex(tree.root()))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    tree.append(new byte[] {0});
    assertThat(HexFormat.of().formatHex(tree.root()))
        .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  }

  @Test
  void roots_are_those_of_a_tree_built_whole() {
    var tree = new Tree();
    for (long size = 1; size <= 70; size++) {
      tree.append(entry(size - 1));
      assertThat(tree.root()).isEqualTo(whole(0, size));
    }
    for (long size : new long[] {1023, 1024, 1025, 2048, 3000, 5000}) {
      assertThat(tree(size).root()).isEqualTo(whole(0, size));
    }
  }

  @Test
  void every_leaf_is_proved_and_no_other_leaf_is() {
    for (long size : new long[] {1, 2, 3, 7, 8, 9, 33, 2500}) {
      var ranges = tree(size).ranges(MerkleTest::entries);
      byte[] root = whole(0, size);
      for (long index = 0; index < size; index += size > 100 ? 97 : 1) {
        var path = Merkle.inclusion(ranges, index, size);
        assertThat(Checked.inclusion(entry(index), index, size, path)).isEqualTo(root);
        assertThat(Checked.inclusion(entry(index + 1), index, size, path)).isNotEqualTo(root);
      }
    }
  }

  @Test
  void every_beginning_is_proved() {
    for (long size : new long[] {2, 3, 7, 8, 33, 2500}) {
      var ranges = tree(size).ranges(MerkleTest::entries);
      for (long old = 1; old < size; old += size > 100 ? 91 : 1) {
        var path = Merkle.consistency(ranges, old, size);
        assertThat(Checked.consistent(old, whole(0, old), size, whole(0, size), path)).isTrue();
        assertThat(Checked.consistent(old, whole(0, size), size, whole(0, size), path)).isFalse();
      }
    }
  }
}

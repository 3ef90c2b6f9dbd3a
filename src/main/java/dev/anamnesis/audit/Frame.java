package dev.anamnesis.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A block as it lies in a journal's file.
 *
 * @param journal whose it is; nobody else can know it, so no text in a block passes for a frame
 * @param before the frame that was durable before it: what was written in between was refused
 */
record Frame(UUID journal, long sequence, long before, byte[] block) {

  private static final int MAGIC = 0x416e6a46;
  private static final int SUM = 8;
  private static final int SUMMED_FROM = 12;
  private static final int HEAD = SUMMED_FROM + 4 * Long.BYTES;

  /** Ready to be written. */
  ByteBuffer bytes() {
    var to = ByteBuffer.allocate(HEAD + block.length);
    to.putInt(MAGIC).putInt(block.length).putInt(0);
    to.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
    to.putLong(sequence).putLong(before).put(block);
    to.putInt(SUM, sum(to, 0));
    return to.flip();
  }

  /**
   * What lies in a file, wherever it lies: what is damaged hides nothing behind it.
   *
   * @param broken those whose head is there and whose sum is wrong
   */
  record Found(List<Frame> whole, List<Frame> broken) {}

  static Found in(byte[] file) {
    var found = new Found(new ArrayList<>(), new ArrayList<>());
    var from = ByteBuffer.wrap(file);
    int at = 0;
    while (at + HEAD <= file.length) {
      int length = from.getInt(at + 4);
      if (from.getInt(at) != MAGIC || length < 0 || length > file.length - HEAD - at) {
        at++;
      } else if (sum(from, at) == from.getInt(at + SUM)) {
        found.whole.add(at(from, at));
        at += HEAD + length;
      } else {
        found.broken.add(at(from, at));
        at++;
      }
    }
    return found;
  }

  private static Frame at(ByteBuffer from, int at) {
    var block = new byte[from.getInt(at + 4)];
    from.get(at + HEAD, block);
    return new Frame(
        new UUID(from.getLong(at + 12), from.getLong(at + 20)),
        from.getLong(at + 28),
        from.getLong(at + 36),
        block);
  }

  private static int sum(ByteBuffer frame, int at) {
    var crc = new CRC32C();
    crc.update(frame.array(), at + SUMMED_FROM, HEAD - SUMMED_FROM + frame.getInt(at + 4));
    return (int) crc.getValue();
  }
}

package dev.anamnesis.eventstore.seal;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * zstd with the dictionary that ships with the program; the first byte names the dictionary, 0 for
 * none.
 */
final class Compression {

  private static final byte PLAIN = 0;
  private static final byte R4_1 = 1;
  private static final int LEVEL = 3;
  private static final int LARGEST = 64 << 20;

  private final ZstdDictCompress compressing;
  private final ZstdDictDecompress decompressing;

  /**
   * Contexts are costly to make and not to be shared; there are as many as were ever used at once.
   */
  private final ConcurrentLinkedQueue<ZstdCompressCtx> compressors = new ConcurrentLinkedQueue<>();

  private final ConcurrentLinkedQueue<ZstdDecompressCtx> decompressors =
      new ConcurrentLinkedQueue<>();

  Compression() {
    byte[] dictionary = dictionary("/zstd/r4-1.dict");
    this.compressing = new ZstdDictCompress(dictionary, LEVEL);
    this.decompressing = new ZstdDictDecompress(dictionary);
  }

  byte[] compress(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    ZstdCompressCtx context = compressors.poll();
    if (context == null) context = compressor();
    byte[] packed = context.compress(plain);
    compressors.add(context);
    boolean smaller = packed.length < plain.length;
    byte[] chosen = smaller ? packed : plain;
    return ByteBuffer.allocate(1 + chosen.length).put(smaller ? R4_1 : PLAIN).put(chosen).array();
  }

  String decompress(byte[] bytes) {
    if (bytes.length == 0) throw new SealBroken();
    return switch (bytes[0]) {
      case PLAIN -> new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
      case R4_1 -> new String(unpack(bytes), StandardCharsets.UTF_8);
      default -> throw new IllegalStateException("an unknown compression is stored");
    };
  }

  private byte[] unpack(byte[] bytes) {
    ZstdDecompressCtx context = decompressors.poll();
    if (context == null)
      context = new ZstdDecompressCtx().setMagicless(true).loadDict(decompressing);
    byte[] packed = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
    long size = com.github.luben.zstd.Zstd.getFrameContentSize(packed, 0, packed.length, true);
    if (size < 0 || size > LARGEST) throw new SealBroken();
    byte[] plain = context.decompress(packed, (int) size);
    decompressors.add(context);
    return plain;
  }

  private ZstdCompressCtx compressor() {
    return new ZstdCompressCtx()
        .setMagicless(true)
        .setChecksum(false)
        .setDictID(false)
        .setContentSize(true)
        .loadDict(compressing);
  }

  private static byte[] dictionary(String name) {
    try (InputStream in = Compression.class.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("the dictionary " + name + " is missing");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

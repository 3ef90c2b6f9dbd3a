package dev.anamnesis.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Records that were flushed together, at one instant, before they have their place in the chain.
 */
record Block(long micros, List<Line> lines) {

  private static final int USUAL_BYTES = 96;

  Block {
    lines = List.copyOf(lines);
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream(16 + USUAL_BYTES * lines.size());
    try (var to = new DataOutputStream(bytes)) {
      to.writeLong(micros);
      to.writeInt(lines.size());
      for (Line line : lines) write(line, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Line line, DataOutputStream to) throws IOException {
    to.writeShort(line.kind().code());
    to.writeShort(line.status());
    to.writeInt(line.callerId());
    to.writeLong(line.seen());
    to.writeLong(line.patient());
    to.writeInt(line.main());
    write(line.request(), to);
    write(line.about(), to);
    write(line.query(), to);
  }

  private static void write(String text, DataOutputStream to) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  /**
   * As it was written.
   *
   * @param callers by their rows
   */
  static Block of(byte[] bytes, IntFunction<Caller> callers) {
    try (var from = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long micros = from.readLong();
      int many = from.readInt();
      var lines = new ArrayList<Line>(many);
      for (int at = 0; at < many; at++) lines.add(line(from, callers));
      return new Block(micros, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(DataInputStream from, IntFunction<Caller> callers) throws IOException {
    Interaction kind = Interaction.of(from.readShort());
    int status = from.readShort();
    int caller = from.readInt();
    return new Line(
        kind,
        status,
        callers.apply(caller),
        caller,
        from.readLong(),
        from.readLong(),
        from.readInt(),
        text(from),
        text(from),
        text(from));
  }

  private static String text(DataInputStream from) throws IOException {
    return new String(from.readNBytes(from.readInt()), StandardCharsets.UTF_8);
  }
}

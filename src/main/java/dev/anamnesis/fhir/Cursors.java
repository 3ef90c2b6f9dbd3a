package dev.anamnesis.fhir;

import dev.anamnesis.projection.HistoryQuery.Cursor;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** Page links' opaque tokens: plain positions, so that they stay valid for ever. */
public final class Cursors {

  private static final byte FORMAT = 1;

  private Cursors() {}

  public static String write(Cursor cursor) {
    byte[] bytes =
        ByteBuffer.allocate(25)
            .put(FORMAT)
            .putLong(cursor.lowest())
            .putLong(cursor.highest())
            .putLong(cursor.after())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Empty when the token is none of ours. */
  public static Optional<Cursor> read(String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != 25 || bytes[0] != FORMAT) return Optional.empty();
    var buffer = ByteBuffer.wrap(bytes, 1, 24);
    var cursor = new Cursor(buffer.getLong(), buffer.getLong(), buffer.getLong());
    boolean sound =
        cursor.lowest() >= 1
            && cursor.highest() >= 0
            && cursor.after() >= 0
            && cursor.after() < Long.MAX_VALUE;
    return sound ? Optional.of(cursor) : Optional.empty();
  }
}

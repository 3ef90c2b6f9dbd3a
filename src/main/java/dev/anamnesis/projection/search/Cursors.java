package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Query.Cursor;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Page links' opaque tokens: plain positions, so that they stay valid for ever. */
public final class Cursors {

  private static final byte FORMAT = 2;

  private Cursors() {}

  public static String write(Cursor cursor) {
    byte[] bytes =
        ByteBuffer.allocate(17)
            .put(FORMAT)
            .putLong(cursor.position())
            .putLong(cursor.after())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Cursor read(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length == 17 && bytes[0] == FORMAT) {
        var buffer = ByteBuffer.wrap(bytes, 1, 16);
        var cursor = new Cursor(buffer.getLong(), buffer.getLong());
        if (cursor.position() >= 0 && cursor.after() >= 0) return cursor;
      }
    } catch (IllegalArgumentException e) {
      // told below, as any other token that is none
    }
    throw new Refused.Thrown(
        "bad-parameter", "_cursor is not one of this server's: follow its links unchanged.");
  }
}

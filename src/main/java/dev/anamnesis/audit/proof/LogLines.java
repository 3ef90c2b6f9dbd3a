package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.Link;
import dev.anamnesis.eventstore.Chain;
import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.r4.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Commits as lines of an export: all that the chain covers, payloads sealed as they are. */
final class LogLines {

  private LogLines() {}

  static List<Json.Obj> after(Handle handle, long position, int most) {
    return LogLinks.stored(handle, position, most).map((row, context) -> line(row)).list();
  }

  private static Json.Obj line(ResultSet row) throws SQLException {
    Map<String, Json> line = new LinkedHashMap<>();
    line.put("position", new Json.Num(row.getString("position")));
    long micros = Instants.micros(row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    line.put("micros", new Json.Num(Long.toString(micros)));
    line.put("type", new Json.Text(row.getString("resource_type")));
    line.put("id", new Json.Text(row.getString("resource_id")));
    line.put("version", new Json.Num(row.getString("version")));
    line.put("method", new Json.Text(row.getString("method")));
    line.put("facts", new Json.Text(row.getString("facts")));
    String payload = Base64.getEncoder().encodeToString(row.getBytes("payload"));
    line.put("payload", new Json.Text(payload));
    line.put("hash", new Json.Text(HexFormat.of().formatHex(row.getBytes("hash"))));
    return new Json.Obj(line);
  }

  /** Throws what it likes where the line is not one of these. */
  static Link link(Json.Obj line) {
    byte[] leaf =
        Chain.leaf(
            new StreamId(line.string("type").orElseThrow(), line.string("id").orElseThrow()),
            Math.toIntExact(number(line, "version")),
            Method.valueOf(line.string("method").orElseThrow()),
            line.string("facts").orElseThrow(),
            Base64.getDecoder().decode(line.string("payload").orElseThrow()));
    return new Link(
        number(line, "position"),
        number(line, "micros"),
        leaf,
        HexFormat.of().parseHex(line.string("hash").orElseThrow()));
  }

  private static long number(Json.Obj line, String name) {
    return line.get(name).orElseThrow() instanceof Json.Num(String spelling)
        ? Long.parseLong(spelling)
        : 0;
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessRows.Stored;
import dev.anamnesis.r4.Json;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Access records as lines of an export: all that the chain covers; what says nothing is left out.
 */
public final class AccessLines {

  private static final List<String> TEXTS =
      List.of("user", "client", "onBehalfOf", "purpose", "address", "request", "about", "query");

  private AccessLines() {}

  /** The next lines after this position. */
  public static List<Json.Obj> after(Handle handle, long position, int most) {
    return AccessRows.after(handle, position, most).stream().map(AccessLines::line).toList();
  }

  private static Json.Obj line(Stored stored) {
    Line line = stored.line();
    Caller caller = line.caller();
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("position", number(stored.position()));
    members.put("micros", number(stored.micros()));
    members.put("kind", number(line.kind().code()));
    members.put("status", number(line.status()));
    members.put("seen", number(line.seen()));
    members.put("patient", number(line.patient()));
    members.put("main", number(line.main()));
    List<String> texts =
        List.of(
            caller.user(),
            caller.client(),
            caller.onBehalfOf(),
            caller.purpose(),
            caller.address(),
            line.request(),
            line.about(),
            line.query());
    for (int at = 0; at < texts.size(); at++) {
      if (!texts.get(at).isEmpty()) members.put(TEXTS.get(at), new Json.Text(texts.get(at)));
    }
    members.put("hash", new Json.Text(HexFormat.of().formatHex(stored.hash())));
    return new Json.Obj(members);
  }

  /** Throws what it likes where the line is not one of these. */
  public static Link link(Json.Obj line) {
    var texts = TEXTS.stream().map(name -> line.string(name).orElse("")).toList();
    var caller = new Caller(texts.get(0), texts.get(1), texts.get(2), texts.get(3), texts.get(4));
    var entry =
        new Line(
            Interaction.of(Math.toIntExact(number(line, "kind"))),
            Math.toIntExact(number(line, "status")),
            caller,
            0,
            number(line, "seen"),
            number(line, "patient"),
            Math.toIntExact(number(line, "main")),
            texts.get(5),
            texts.get(6),
            texts.get(7));
    return new Link(
        number(line, "position"),
        number(line, "micros"),
        entry.leaf(),
        HexFormat.of().parseHex(line.string("hash").orElseThrow()));
  }

  private static Json number(long value) {
    return new Json.Num(Long.toString(value));
  }

  private static long number(Json.Obj line, String name) {
    return line.get(name).orElseThrow() instanceof Json.Num(String spelling)
        ? Long.parseLong(spelling)
        : 0;
  }
}

package dev.anamnesis.domain;

import dev.anamnesis.domain.prescribing.Move;
import dev.anamnesis.domain.prescribing.PrescriptionStatus;
import dev.anamnesis.domain.scheduling.AppointmentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Draws the state tables of {@code conformance/domain.md} from the code that decides by them. */
public final class DomainTables {

  static final Path FILE = Path.of("conformance/domain.md");

  private DomainTables() {}

  /** Writes them anew. */
  public static void main(String[] args) throws IOException {
    Files.writeString(FILE, inserted(Files.readString(FILE)));
  }

  /** The text with its tables as they are now. */
  static String inserted(String text) {
    return between(
        between(between(text, "prescriptions", prescriptions()), "moves", moves()),
        "appointments",
        appointments());
  }

  private static String between(String text, String name, String table) {
    String open = "<!-- " + name + " -->\n";
    String close = "<!-- end of " + name + " -->";
    int start = text.indexOf(open) + open.length();
    return text.substring(0, start) + table + text.substring(text.indexOf(close));
  }

  private static String prescriptions() {
    var drawing = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    for (var from : PrescriptionStatus.values()) {
      draw(drawing, from.code(), from.next().stream().map(PrescriptionStatus::code).toList());
    }
    return drawing.append("```\n").toString();
  }

  private static String appointments() {
    var drawing = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    for (var from : AppointmentStatus.values()) {
      draw(drawing, from.code(), from.next().stream().map(AppointmentStatus::code).toList());
    }
    return drawing.append("```\n").toString();
  }

  private static void draw(StringBuilder drawing, String from, Collection<String> next) {
    String name = from.replace('-', '_');
    drawing.append("  state \"%s\" as %s\n".formatted(from, name));
    drawing.append("  [*] --> %s\n".formatted(name));
    for (String to : next) drawing.append("  %s --> %s\n".formatted(name, to.replace('-', '_')));
    if (next.isEmpty()) drawing.append("  %s --> [*]\n".formatted(name));
  }

  private static String moves() {
    var table = new StringBuilder("| status | operations |\n|---|---|\n");
    for (var status : PrescriptionStatus.values()) {
      var elements = Elements.parse("{\"status\":\"" + status.code() + "\"}");
      var allowed =
          java.util.Arrays.stream(Move.values())
              .filter(move -> move.refusal(elements).isEmpty())
              .map(move -> "`" + move.operation() + "`")
              .toList();
      table.append("| %s | %s |\n".formatted(status.code(), String.join(" ", allowed)));
    }
    return table.toString();
  }
}

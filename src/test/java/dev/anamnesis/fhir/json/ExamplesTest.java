package dev.anamnesis.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Examples;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/** Every resource of R4's examples. */
class ExamplesTest {

  private static final Path REFUSED = Path.of("src/test/resources/examples-refused.txt");
  private final ResourceReader reader = new ResourceReader();
  private final XmlReader xmlReader = new XmlReader();
  private final XmlWriter xmlWriter = new XmlWriter();

  private static String type(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('-'));
  }

  private static String served(Read.Document document) {
    String members = document.elements().json();
    String id = document.id().map(text -> ",\"id\":\"" + text + '"').orElse("");
    String rest = members.length() > 2 ? "," + members.substring(1) : "}";
    return "{\"resourceType\":\"" + document.type() + '"' + id + rest;
  }

  @Test
  void what_is_read_is_what_was_written_and_the_refused_are_listed_with_a_reason()
      throws IOException {
    Map<String, String> refused = new TreeMap<>();
    for (Path file : Examples.resources()) {
      byte[] body = Files.readAllBytes(file);
      switch (reader.read(body, type(file))) {
        case Read.Document document ->
            assertThat(Trees.resource(served(document)))
                .as(file.toString())
                .isEqualTo(Trees.resource(new String(body, StandardCharsets.UTF_8)));
        case Read.Invalid(var problems) ->
            refused.put(
                file.getFileName().toString(),
                problems.getFirst().code() + " " + problems.getFirst().expression());
      }
    }
    var listed = new TreeMap<String, String>();
    for (String line : Files.readAllLines(REFUSED)) {
      if (line.startsWith("#") || line.isBlank()) continue;
      String[] cells = line.split(" \\| ");
      assertThat(cells).as(line).hasSize(3);
      if (!cells[1].startsWith("invariant ")) listed.put(cells[0], cells[1]);
    }
    assertThat(refused).isEqualTo(listed);
  }

  /** XML has several spellings of one narrative: {@code <br/>} and {@code <br></br>}. */
  private static Object respelled(Object tree) {
    return switch (tree) {
      case Map<?, ?> members -> {
        var same = new TreeMap<String, Object>();
        members.forEach((name, value) -> same.put(name.toString(), respelled(value)));
        yield same;
      }
      case List<?> items -> items.stream().map(ExamplesTest::respelled).toList();
      case String text when text.startsWith("\"<div") -> narrative(text.substring(1));
      default -> tree;
    };
  }

  private static String narrative(String div) {
    try {
      var xml = Narrative.Xml.reader(new StringReader(div));
      xml.next();
      return XhtmlText.read(xml);
    } catch (XMLStreamException e) {
      return div;
    }
  }

  @Test
  void json_to_xml_plain_or_pretty_and_back_is_the_same_document() throws IOException {
    for (Path file : Examples.resources()) {
      byte[] body = Files.readAllBytes(file);
      if (!(reader.read(body, type(file)) instanceof Read.Document document)) continue;
      byte[] json = served(document).getBytes(StandardCharsets.UTF_8);
      isWritten(document, xmlWriter.write(json), file);
      isWritten(document, xmlWriter.writePretty(json), file);
    }
  }

  private void isWritten(Read.Document document, byte[] xml, Path file) throws IOException {
    Read back = xmlReader.read(xml, type(file));
    assertThat(back).as(file.toString()).isInstanceOf(Read.Document.class);
    if (back instanceof Read.Document same) {
      assertThat(respelled(Trees.resource(served(same))))
          .as(file.toString())
          .isEqualTo(respelled(Trees.resource(served(document))));
    }
  }
}

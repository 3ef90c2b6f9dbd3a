package dev.anamnesis.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.XmlReader;
import dev.anamnesis.r4.Json;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** HL7's own cases of FHIRPath Patch. */
class PathPatchCasesTest {

  static List<Arguments> official() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Path list = Path.of("src/test/resources/patch/fhir-patch-tests.xml");
    NodeList cases = factory.newDocumentBuilder().parse(list.toFile()).getElementsByTagName("case");
    var arguments = new ArrayList<Arguments>();
    for (int i = 0; i < cases.getLength(); i++) {
      var one = (Element) cases.item(i);
      arguments.add(Arguments.of(one.getAttribute("name"), one));
    }
    assertThat(arguments).hasSize(33);
    return arguments;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("official")
  void the_cases_of_hl7_pass(String name, Element one) throws Exception {
    Patch patch =
        switch (PathPatch.read(elements(one, "diff", "Parameters"))) {
          case PatchRead.Understood(Patch understood) -> understood;
          case PatchRead.Refused(Fault fault) -> throw new AssertionError(fault);
        };
    Patched patched = patch.applyTo(resource(elements(one, "input", "Patient")));

    switch (patched) {
      case Patched.Whole(Json result) ->
          assertThat(Emptied.pruned(result))
              .isEqualTo(resource(elements(one, "output", "Patient")));
      case Patched.Refused(Fault fault) ->
          assertThat(one.getElementsByTagName("error").getLength()).as(fault.code()).isEqualTo(1);
    }
  }

  private static Json.Obj resource(Elements elements) {
    var resource = new Json.Obj(Map.of("resourceType", new Json.Text("Patient")));
    for (var member : elements.members().entrySet()) {
      resource = resource.with(member.getKey(), Json.parse(member.getValue()));
    }
    return resource;
  }

  private static Elements elements(Element one, String part, String type) throws Exception {
    var holder = (Element) one.getElementsByTagName(part).item(0);
    var text = new StringWriter();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(
            new DOMSource(holder.getElementsByTagName(type).item(0)), new StreamResult(text));
    return switch (new XmlReader().read(text.toString().getBytes(StandardCharsets.UTF_8), type)) {
      case Read.Document document -> document.elements();
      case Read.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }
}

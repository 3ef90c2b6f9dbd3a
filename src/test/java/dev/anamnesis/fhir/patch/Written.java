package dev.anamnesis.fhir.patch;

import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import java.nio.charset.StandardCharsets;

/** FHIRPath patches as a client writes them, and what they make of a Patient. */
final class Written {

  private Written() {}

  static String parameters(String... operations) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", operations) + "]}";
  }

  static String operation(String type, String path, String... parts) {
    String more = parts.length == 0 ? "" : "," + String.join(",", parts);
    return "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"%s\"},{\"name\":\"path\",\"valueString\":\"%s\"}%s]}"
        .formatted(type, path, more);
  }

  static String name(String name) {
    return "{\"name\":\"name\",\"valueString\":\"" + name + "\"}";
  }

  static String value(String member) {
    return "{\"name\":\"value\"," + member + "}";
  }

  static String number(String name, int number) {
    return "{\"name\":\"%s\",\"valueInteger\":%d}".formatted(name, number);
  }

  /** The members but type and id, or what is wrong. */
  static String applied(String members, String... operations) {
    String patch = parameters(operations);
    var reader = new ResourceReader();
    var read = reader.read(patch.getBytes(StandardCharsets.UTF_8), "Parameters");
    if (!(read instanceof Read.Document document)) return "no Parameters";
    return switch (PathPatch.read(document.elements())) {
      case PatchRead.Refused(Fault fault) -> told(fault);
      case PatchRead.Understood(Patch understood) ->
          switch (ResourcePatch.of(
              understood, "{\"resourceType\":\"Patient\",\"id\":\"p\"%s}".formatted(members))) {
            case ResourcePatch.Stated(var elements) -> elements.json();
            case ResourcePatch.Refused(Fault fault) -> told(fault);
            case ResourcePatch.Invalid(var problems) -> problems.getFirst().expression();
          };
    };
  }

  static String told(Fault fault) {
    return fault.kind() + " " + fault.operation() + " " + fault.code();
  }
}

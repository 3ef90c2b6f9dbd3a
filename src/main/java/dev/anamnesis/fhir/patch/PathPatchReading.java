package dev.anamnesis.fhir.patch;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.patch.PathPatch.Operation;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Parameters as operations. */
final class PathPatchReading {

  private static final Set<String> PARTS =
      Set.of("type", "path", "name", "value", "index", "source", "destination");

  private final Elements parameters;

  PathPatchReading(Elements parameters) {
    this.parameters = parameters;
  }

  PatchRead whole() {
    int index = -1;
    try {
      List<String> items = parameters.items("parameter");
      if (items.size() > Patch.MOST_OPERATIONS) {
        throw Unfit.malformed(
            "patch-too-long",
            "A patch has %d operations at most.".formatted(Patch.MOST_OPERATIONS));
      }
      var operations = new ArrayList<Operation>();
      for (String item : items) {
        index++;
        operations.add(operation((Json.Obj) Json.parse(item)));
      }
      return new PatchRead.Understood(new PathPatch(operations));
    } catch (Unfit stop) {
      return new PatchRead.Refused(stop.at(index));
    }
  }

  private static Operation operation(Json.Obj parameter) {
    if (!parameter.string("name").equals(Optional.of("operation"))) {
      throw malformed("Each parameter is named operation.");
    }
    Map<String, Json.Obj> parts = parts(parameter);
    Path path = Path.parse(text(parts, "path"));
    return switch (text(parts, "type")) {
      case "add" -> new Operation.Add(path, text(parts, "name"), value(parts));
      case "insert" -> new Operation.Insert(path, index(parts, "index"), value(parts));
      case "delete" -> new Operation.Delete(path);
      case "replace" -> new Operation.Replace(path, value(parts));
      case "move" -> new Operation.Move(path, index(parts, "source"), index(parts, "destination"));
      default -> throw malformed("type is one of add, insert, delete, replace, move.");
    };
  }

  private static Map<String, Json.Obj> parts(Json.Obj parameter) {
    var parts = new HashMap<String, Json.Obj>();
    for (Json item : parameter.items("part")) {
      var part = (Json.Obj) item;
      String name = part.string("name").orElse("");
      if (!PARTS.contains(name)) {
        throw malformed(
            "An operation's parts are type, path, name, value, index, source, destination.");
      }
      if (parts.put(name, part) != null) throw malformed("The part " + name + " is there twice.");
    }
    return parts;
  }

  private static Json.Obj part(Map<String, Json.Obj> parts, String name) {
    return Optional.ofNullable(parts.get(name))
        .orElseThrow(() -> malformed("The operation needs the part " + name + "."));
  }

  private static String text(Map<String, Json.Obj> parts, String name) {
    return Given.of(part(parts, name))
        .text()
        .orElseThrow(() -> malformed("The part " + name + " is a text."));
  }

  private static int index(Map<String, Json.Obj> parts, String name) {
    return Given.of(part(parts, name))
        .index()
        .orElseThrow(() -> malformed("The part " + name + " is a whole number from 0."));
  }

  private static Given value(Map<String, Json.Obj> parts) {
    return Given.of(part(parts, "value"));
  }

  private static Unfit malformed(String words) {
    return Unfit.malformed("patch-malformed", words);
  }
}

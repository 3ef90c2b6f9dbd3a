package dev.anamnesis.fhir.json;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A batch some of whose entries are not what R4 allows: the others are read all the same, as each
 * is on its own (https://hl7.org/fhir/R4/http.html#batch).
 *
 * @param bundle with what is sound besides its resource in the place of each refused entry
 * @param refused what is wrong, by the entry's index
 */
public record Salvaged(Read.Document bundle, Map<Integer, List<Problem>> refused) {

  public Salvaged {
    refused = Map.copyOf(refused);
  }

  /** Empty where it is no batch, or wrong beyond its entries. */
  public static Optional<Salvaged> of(byte[] body, ResourceReader reader) {
    return object(body)
        .filter(bundle -> bundle.string("type").equals(Optional.of("batch")))
        .filter(bundle -> bundle.get("entry").orElse(Json.NULL) instanceof Json.Arr)
        .flatMap(bundle -> entries(bundle, reader));
  }

  /** With entries that could not even be read as JSON. */
  Salvaged besides(Map<Integer, Problem> unread) {
    var all = new HashMap<Integer, List<Problem>>(refused);
    unread.forEach((index, problem) -> all.put(index, List.of(problem)));
    return new Salvaged(bundle, all);
  }

  private static Optional<Json.Obj> object(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Json.parse(text) instanceof Json.Obj object ? Optional.of(object) : Optional.empty();
    } catch (CharacterCodingException | Json.Malformed e) {
      return Optional.empty();
    }
  }

  private static Optional<Salvaged> entries(Json.Obj bundle, ResourceReader reader) {
    Json.Obj around = bundle.without("entry");
    if (!(read(around, reader) instanceof Read.Document document)) return Optional.empty();
    var refused = new HashMap<Integer, List<Problem>>();
    var entries = new StringJoiner(",", "[", "]");
    int index = 0;
    for (Json entry : bundle.items("entry")) {
      switch (read(around.with("entry", new Json.Arr(List.of(entry))), reader)) {
        case Read.Document alone -> entries.add(alone.elements().items("entry").getFirst());
        case Read.Invalid(List<Problem> problems) -> {
          refused.put(index, at(index, problems));
          entries.add(bare(around, entry, reader));
        }
      }
      index++;
    }
    var members = new HashMap<String, String>(document.elements().members());
    members.put("entry", entries.toString());
    var whole = new Read.Document(document.type(), document.id(), Elements.of(members));
    return Optional.of(new Salvaged(whole, refused));
  }

  /** What an entry is that bears no sound resource. */
  private static String bare(Json.Obj around, Json entry, ResourceReader reader) {
    if (!(entry instanceof Json.Obj members)) return "{}";
    Json left = new Json.Arr(List.of(members.without("resource")));
    return read(around.with("entry", left), reader) instanceof Read.Document alone
        ? alone.elements().items("entry").getFirst()
        : "{}";
  }

  private static Read read(Json json, ResourceReader reader) {
    return reader.read(json.text().getBytes(StandardCharsets.UTF_8), "Bundle");
  }

  private static List<Problem> at(int index, List<Problem> problems) {
    String place = "Bundle.entry[" + index + "]";
    return problems.stream()
        .map(
            problem ->
                new Problem(
                    problem.kind(),
                    problem.code(),
                    problem.expression().replace("Bundle.entry[0]", place),
                    problem.words()))
        .toList();
  }
}

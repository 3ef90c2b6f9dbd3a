package dev.anamnesis.judge;

import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.r4.validate.Broken;
import dev.anamnesis.r4.validate.Validation;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** What a write of a text would be refused for. */
final class Ours {

  private static final ResourceReader READER = new ResourceReader();

  private Ours() {}

  static Set<String> against(String type, String json) {
    var found = new TreeSet<String>();
    switch (READER.read(json.getBytes(StandardCharsets.UTF_8), type)) {
      case Read.Invalid(var problems) -> problems.forEach(problem -> found.add(name(problem)));
      case Read.Document(var name, var _, var elements) ->
          Validation.of(name, elements)
              .forEach(
                  one -> found.add(one.kind() == Broken.Kind.CODE ? "unknown-code" : one.key()));
    }
    return found;
  }

  /** A bad value is told by its type as well. */
  private static String name(Problem problem) {
    return problem.code().equals("bad-value")
        ? "bad-value " + problem.words().replaceAll(".* FHIR |\\.$", "")
        : problem.code();
  }
}

package dev.anamnesis.fhir.bundle;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Plan;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.r4.Json;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a transaction is about to write, found by its identifier: conditional references are
 * resolved after its writes (https://hl7.org/fhir/R4/http.html#trules), and no search knows these.
 */
record Pending(Collection<Plan> plans) {

  /** The paths of those that {@code identifier=system|value} matches; none by other conditions. */
  Set<String> matching(String type, String query) {
    var found = new LinkedHashSet<String>();
    var sent = Ask.parameters(query);
    List<String> values = sent.getOrDefault("identifier", List.of());
    if (sent.size() != 1 || values.size() != 1 || values.getFirst().contains(",")) return found;
    String[] parts = values.getFirst().split("\\|", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) return found;
    for (Plan plan : plans) {
      if (plan instanceof Plan.Carry(Write write)
          && write.stream().type().equals(type)
          && bears(write, parts[0], parts[1])) {
        found.add(write.stream().path());
      }
    }
    return found;
  }

  private static boolean bears(Write write, String system, String value) {
    return switch (write.command()) {
      case ResourceCommand.State(Elements stated) -> bears(stated, system, value);
      case ResourceCommand.Load(Elements stated) -> bears(stated, system, value);
      case ResourceCommand.Remove() -> false;
    };
  }

  private static boolean bears(Elements stated, String system, String value) {
    Optional<String> text = stated.get("identifier");
    if (text.isEmpty() || !text.get().contains(new Json.Text(value).text())) return false;
    return Json.Obj.EMPTY.with("identifier", Json.parse(text.get())).items("identifier").stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .anyMatch(
            identifier ->
                identifier.string("system").equals(Optional.of(system))
                    && identifier.string("value").equals(Optional.of(value)));
  }
}

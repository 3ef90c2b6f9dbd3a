package dev.anamnesis.fhir.time;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.bundle.Bundles;
import dev.anamnesis.fhir.bundle.Documents;
import dev.anamnesis.fhir.bundle.Trial;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.r4.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * {@code $what-if}: what a transaction would be answered and which facts it would record; nothing
 * is stored. What it would be refused for it is refused for. With {@code _asOf} it is decided on
 * the record as it stood at that instant.
 */
public final class WhatIfOperation {

  private final Bundles bundles;

  public WhatIfOperation(Bundles bundles) {
    this.bundles = bundles;
  }

  /**
   * @param sent a Bundle, or Parameters with one
   */
  public Answer answer(Read.Document sent, Ask ask) {
    Asked.only(ask, "_asOf", "asOf");
    if (ask.parameters().containsKey("_asOf") && ask.parameters().containsKey("asOf")) {
      throw Outcomes.invalid("bad-parameter", "Give _asOf or asOf, not both.");
    }
    Optional<Instant> at = Asked.asOf(ask, "_asOf").or(() -> Asked.asOf(ask, "asOf"));
    Trial trial = bundles.tried(bundle(sent), at, ask);
    var parameters = new ArrayList<Json.Obj>();
    parameters.add(Part.resource("response", Json.parse(trial.response())));
    trial.commits().forEach(commit -> RevertOperation.facts(parameters, commit));
    return Answer.ok(Part.parameters(parameters));
  }

  private static Read.Document bundle(Read.Document sent) {
    if (sent.type().equals("Bundle")) return sent;
    for (String item : sent.elements().items("parameter")) {
      Elements parameter = Elements.parse(item);
      if (parameter.text("name").filter("resource"::equals).isEmpty()) continue;
      Optional<String> resource = parameter.get("resource");
      if (resource.isPresent()) return Documents.of(resource.get());
    }
    throw Outcomes.invalid(
        "body-missing", "The Parameters have no parameter named resource that holds a Bundle.");
  }
}

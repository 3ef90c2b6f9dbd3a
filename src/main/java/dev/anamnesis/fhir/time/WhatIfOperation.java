package dev.anamnesis.fhir.time;

import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.bundle.Bundles;
import dev.anamnesis.fhir.bundle.Trial;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.r4.Json;
import java.util.ArrayList;

/**
 * {@code $what-if}: what a transaction would be answered and which facts it would record; nothing
 * is stored. What it would be refused for it is refused for.
 */
public final class WhatIfOperation {

  private final Bundles bundles;

  public WhatIfOperation(Bundles bundles) {
    this.bundles = bundles;
  }

  public Answer answer(Read.Document bundle, Ask ask) {
    Asked.only(ask);
    Trial trial = bundles.tried(bundle, ask);
    var parameters = new ArrayList<Json.Obj>();
    parameters.add(Part.resource("response", Json.parse(trial.response())));
    trial.commits().forEach(commit -> RevertOperation.facts(parameters, commit));
    return Answer.ok(Part.parameters(parameters));
  }
}

package dev.anamnesis.fhir;

import dev.anamnesis.fhir.bundle.Bundles;
import dev.anamnesis.fhir.time.AsOfOperation;
import dev.anamnesis.fhir.time.DiffOperation;
import dev.anamnesis.fhir.time.FactsOperation;
import dev.anamnesis.fhir.time.RecordDiffOperation;
import dev.anamnesis.fhir.time.RecordRevertOperation;
import dev.anamnesis.fhir.time.RevertOperation;
import dev.anamnesis.fhir.time.WhatIfOperation;

/** The operations over time, each made once. */
record TimeOperations(
    FactsOperation facts,
    DiffOperation diff,
    AsOfOperation asOf,
    RevertOperation revert,
    RecordDiffOperation recordDiff,
    RecordRevertOperation recordRevert,
    WhatIfOperation whatIf) {

  static TimeOperations of(FhirParts parts, Writes writes, Bundles bundles) {
    var diff = new DiffOperation(parts.facts(), parts.resources(), parts.makers());
    return new TimeOperations(
        new FactsOperation(parts.facts(), parts.resources(), parts.makers()),
        diff,
        new AsOfOperation(parts.facts(), parts.ledger()),
        new RevertOperation(parts.ledger(), writes, parts.resources(), parts.clock()),
        new RecordDiffOperation(parts.compartments(), diff),
        new RecordRevertOperation(
            parts.ledger(), writes, parts.resources(), parts.compartments(), parts.clock()),
        new WhatIfOperation(bundles));
  }
}

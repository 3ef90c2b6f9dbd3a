package dev.anamnesis.fhir.bundle;

import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Interactions;
import dev.anamnesis.ledger.Ledger;

/** The record that a Bundle is worked on: as it is, or as it was. */
public record Stage(Ledger ledger, Interactions interactions, Conditions conditions) {}

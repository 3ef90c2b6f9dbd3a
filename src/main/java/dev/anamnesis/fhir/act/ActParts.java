package dev.anamnesis.fhir.act;

import dev.anamnesis.projection.FreeSlots;
import dev.anamnesis.projection.Notices;
import dev.anamnesis.projection.Therapies;
import java.time.InstantSource;

/** What prescribing and scheduling operations look at. */
public record ActParts(
    Notices notices, FreeSlots slots, Therapies therapies, InstantSource clock) {}

package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;

/** Operations that are applied in order, all or none. */
public sealed interface Patch permits JsonPatch, MetaPatch, PathPatch {

  /** How many operations one patch may have. */
  int MOST_OPERATIONS = 1000;

  /** How much all operations together may add, in characters of JSON. */
  int MOST_GROWTH = 16 << 20;

  /** How deep a result may nest. */
  int DEEPEST = 100;

  Patched applyTo(Json target);
}

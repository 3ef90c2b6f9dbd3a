package dev.anamnesis.fhir.patch;

import dev.anamnesis.r4.Json;

/** What a patch made of a document. */
public sealed interface Patched {

  /** All operations went through. */
  record Whole(Json result) implements Patched {}

  /** Nothing is changed. */
  record Refused(Fault fault) implements Patched {}
}

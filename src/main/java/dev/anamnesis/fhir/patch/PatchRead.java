package dev.anamnesis.fhir.patch;

/** A patch document that was read. */
public sealed interface PatchRead {

  record Understood(Patch patch) implements PatchRead {}

  record Refused(Fault fault) implements PatchRead {}
}

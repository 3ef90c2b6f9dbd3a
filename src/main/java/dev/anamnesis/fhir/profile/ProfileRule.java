package dev.anamnesis.fhir.profile;

/** What a write has to keep of the profiles it declares in {@code meta.profile}. */
public enum ProfileRule {
  /** Nothing: profiles are there for {@code $validate} alone. */
  OFF,
  /** Those that are loaded; others are not looked at. */
  DECLARED,
  /** All: a profile that is not loaded must not be declared. */
  STRICT
}

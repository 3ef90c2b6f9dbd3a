package dev.anamnesis.eventstore.seal;

/** What stands in FHIR JSON where a segment can no longer be read. */
enum Mask {
  OBJECT(
      "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]}"),
  ARRAY("[" + OBJECT.json + "]"),
  STRING("\"(erased)\""),
  NARRATIVE(
      "{\"status\":\"empty\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">(erased)</div>\"}"),
  NOTES("[{\"text\":\"(erased)\"}]"),
  /** The rest of the document: without it nothing can be shown. */
  REST("");

  final String json;

  Mask(String json) {
    this.json = json;
  }
}

package dev.anamnesis.eventstore;

/** An aggregate's stream: a FHIR resource type and id. */
public record StreamId(String type, String id) {

  /** {@code Patient/x}. */
  public String path() {
    return type + "/" + id;
  }
}

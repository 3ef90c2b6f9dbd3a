package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.eventstore.Recorded;
import java.util.Optional;

/**
 * What a request is answered with, as canonical JSON that needs no encoding.
 *
 * @param version the version it shows, for ETag, Last-Modified and Location; empty for a Bundle
 * @param json empty for an answer without a body
 */
public record Answer(int status, Optional<Recorded> version, Optional<String> json) {

  /** Deleting what never was is no error, and nothing happened. */
  public static Answer nothing() {
    return new Answer(204, Optional.empty(), Optional.empty());
  }

  /** A Bundle, or another resource that is no version of the record. */
  public static Answer ok(String json) {
    return new Answer(200, Optional.empty(), Optional.of(json));
  }

  private static final String KEY = "dev.anamnesis.answer";

  /** Leaves the answer for {@link RawResponses}. */
  void on(RequestDetails request) {
    request.getUserData().put(KEY, this);
  }

  static Optional<Answer> of(RequestDetails request) {
    return request.getUserData().get(KEY) instanceof Answer answer
        ? Optional.of(answer)
        : Optional.empty();
  }
}

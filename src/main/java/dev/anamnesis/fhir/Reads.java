package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;

/** Read and vread (https://hl7.org/fhir/R4/http.html#read). */
final class Reads {

  private final Resources resources;

  Reads(Resources resources) {
    this.resources = resources;
  }

  void read(StreamId stream, IdType id, RequestDetails request) {
    Version version = id.hasVersionIdPart() ? vread(stream, id) : current(stream);
    switch (version.content()) {
      case Version.Content.Deleted() -> throw Outcomes.gone(version.recorded());
      case Version.Content.Erased() -> throw Outcomes.erased();
      case Version.Content.Resource(String json) -> {
        boolean known = matches(request.getHeader("If-None-Match"), version.recorded().version());
        new Answer(
                known ? 304 : 200,
                Optional.of(version.recorded()),
                known ? Optional.empty() : Optional.of(json))
            .on(request);
      }
    }
  }

  private Version current(StreamId stream) {
    return resources
        .current(stream)
        .orElseThrow(() -> Outcomes.notFound("There is no such resource, and there never was."));
  }

  private Version vread(StreamId stream, IdType id) {
    String part = id.getVersionIdPart();
    Optional<Integer> number =
        part.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(part)) : Optional.empty();
    return number
        .flatMap(version -> resources.version(stream, version))
        .orElseThrow(() -> Outcomes.notFound("There is no such version of this resource."));
  }

  private static boolean matches(@org.jspecify.annotations.Nullable String header, int version) {
    if (header == null) return false;
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals("\"" + version + "\""));
  }
}

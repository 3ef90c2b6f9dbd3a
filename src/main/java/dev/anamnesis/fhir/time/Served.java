package dev.anamnesis.fhir.time;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.bundle.Documents;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.projection.Version;
import dev.anamnesis.r4.Json;

/** What a served version says, less what the server says of it. */
final class Served {

  private Served() {}

  static Read.Document document(String json) {
    return Documents.of(json);
  }

  /** To be written again: what stands for erased parts was never said, and is refused. */
  static Elements stated(Version version, String json) {
    if (version.masked()) throw Outcomes.partlyErased();
    return document(json).elements();
  }

  /** No members for a deletion; what was erased is refused. */
  static Elements elements(Version version) {
    return switch (version.content()) {
      case Version.Content.Resource(String json) -> document(json).elements();
      case Version.Content.Deleted() -> Elements.NONE;
      case Version.Content.Erased() -> throw Outcomes.erased();
    };
  }

  static Json.Obj tree(Version version) {
    return FactPart.tree(elements(version));
  }
}

package dev.anamnesis.fhir.json;

import dev.anamnesis.domain.Elements;
import java.util.List;
import java.util.Optional;

/** A body that was read. */
public sealed interface Read {

  /** A resource that R4 allows, cut into members. */
  record Document(String type, Optional<String> id, Elements elements) implements Read {}

  /** What is wrong, at most {@link ResourceReader#MOST_PROBLEMS} places. */
  record Invalid(List<Problem> problems) implements Read {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}

package dev.anamnesis.fhir.bundle;

import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.json.Read;
import java.util.Optional;

/** The operations that an entry may ask for. */
public interface Operations {

  /** One of them, for what the entry's URL names. */
  interface Operation {

    /** It may change the record: by POST alone. */
    boolean writes();

    /**
     * @param sent the entry's resource, a Parameters or a Bundle
     */
    Answer answer(Optional<Read.Document> sent, Ask ask);
  }

  /**
   * Empty where there is none of the name there.
   *
   * @param type empty for the whole system
   * @param id empty for the type
   * @param name with its dollar sign
   */
  Optional<Operation> find(Optional<String> type, Optional<String> id, String name);
}

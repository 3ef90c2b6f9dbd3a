package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Elements;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The record as it stood at an instant, for rules to look at. */
public interface Past {

  Instant at();

  /**
   * The resources of a type that matched then, with their ids.
   *
   * @param criteria search parameters, all of which they met
   */
  List<Elements> find(String type, Map<String, List<String>> criteria);
}

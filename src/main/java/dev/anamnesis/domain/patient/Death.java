package dev.anamnesis.domain.patient;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;

/** Whether a patient is recorded dead. */
public final class Death {

  private Death() {}

  public static boolean isRecorded(Existence patient) {
    return patient instanceof Existence.Present(Elements elements)
        && (elements.has("deceasedDateTime")
            || elements.get("deceasedBoolean").filter("true"::equals).isPresent());
  }
}

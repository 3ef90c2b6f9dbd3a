package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Existence;
import java.util.Optional;

/** When an appointment may stand although someone is booked already, as a fact with its reason. */
final class Overbooking {

  private static final String IMPORT = "import";

  private Overbooking() {}

  /** The caller gave a reason: the fact is recorded whenever someone becomes busy by it. */
  static Optional<AppointmentEvent> accepted(Existence before, Elements stated) {
    return Extensions.value(stated, Extensions.OVERBOOKING, "valueString")
        .map(json -> json.substring(1, json.length() - 1))
        .filter(reason -> !reason.isBlank() && books(before, stated))
        .map(reason -> new AppointmentEvent.OverbookingAccepted(reason, Edit.NONE));
  }

  /** It was booked elsewhere. */
  static Optional<AppointmentEvent> imported(Existence before, Elements stated) {
    return books(before, stated)
        ? Optional.of(new AppointmentEvent.OverbookingAccepted(IMPORT, Edit.NONE))
        : Optional.empty();
  }

  private static boolean books(Existence before, Elements stated) {
    return !Occupancy.of(stated).beyond(Occupancy.of(before)).isEmpty();
  }
}

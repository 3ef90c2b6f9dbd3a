package dev.anamnesis.domain.scheduling;

import dev.anamnesis.domain.Elements;
import java.util.Optional;

/** What scheduling says beyond R4's own elements. */
public final class Extensions {

  private static final String BASE = "https://anamnesis.dev/fhir/StructureDefinition/";

  /**
   * On an Appointment, {@code valueString}: why it may stand although someone is booked already.
   */
  public static final String OVERBOOKING = BASE + "overbooking-reason";

  /** On a pending Appointment, {@code valueInstant}: it holds its time until then. */
  public static final String HOLD = BASE + "hold-until";

  /** On a Schedule, {@code valuePositiveInt}: how many may be booked at one time. */
  public static final String CAPACITY = BASE + "capacity";

  private Extensions() {}

  /** The value's JSON text; of several with the URL the first. */
  static Optional<String> value(Elements resource, String url, String member) {
    return resource.items("extension").stream()
        .filter(item -> item.startsWith("{"))
        .map(Elements::parse)
        .filter(extension -> extension.text("url").filter(url::equals).isPresent())
        .findFirst()
        .flatMap(extension -> extension.get(member));
  }

  /** How many the schedule takes at one time; at least 1. */
  public static int capacity(Elements schedule) {
    return value(schedule, CAPACITY, "valuePositiveInt")
        .filter(number -> number.matches("[1-9][0-9]{0,5}"))
        .map(Integer::parseInt)
        .orElse(1);
  }
}

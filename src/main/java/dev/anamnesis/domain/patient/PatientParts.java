package dev.anamnesis.domain.patient;

import dev.anamnesis.domain.Edit;
import dev.anamnesis.domain.Facts;
import dev.anamnesis.domain.Part;
import java.util.List;

/** Which members each kind of fact about a patient speaks for. */
final class PatientParts {

  static final Part IDENTIFIERS = Part.of("identifier");
  static final Part NAMES = Part.of("name");
  static final Part DEMOGRAPHICS =
      Part.of("gender", "birthDate", "maritalStatus", "multipleBirth[x]", "photo", "communication");
  static final Part CONTACT = Part.of("telecom", "address", "contact");
  static final Part DEATH = Part.of("deceased[x]");
  static final Part CARE_TEAM = Part.of("generalPractitioner", "managingOrganization");
  static final Part LINKS = Part.of("link");
  static final Part ACTIVITY = Part.of("active");

  /** All that is said when a patient is registered, but how to reach them. */
  private static final Part REGISTRATION = Part.rest(CONTACT);

  private PatientParts() {}

  static List<PatientEvent> registered(Edit edit) {
    return Facts.<PatientEvent>of(edit)
        .always(REGISTRATION, PatientEvent.PatientRegistered::new)
        .rest(PatientEvent.ContactInfoUpdated::new);
  }

  static List<PatientEvent> restored(Edit edit) {
    return changes(
        Facts.<PatientEvent>of(edit).always(Part.of(), PatientEvent.PatientRestored::new));
  }

  static List<PatientEvent> factsOf(Edit edit) {
    return changes(Facts.of(edit));
  }

  private static List<PatientEvent> changes(Facts<PatientEvent> facts) {
    return facts
        .part(IDENTIFIERS, PatientEvent.IdentifiersChanged::new)
        .part(NAMES, PatientEvent.PatientRenamed::new)
        .part(DEMOGRAPHICS, PatientEvent.DemographicsCorrected::new)
        .part(CONTACT, PatientEvent.ContactInfoUpdated::new)
        .part(DEATH, PatientParts::death)
        .part(CARE_TEAM, PatientEvent.CareTeamChanged::new)
        .part(LINKS, PatientEvent.PatientLinked::new)
        .part(ACTIVITY, PatientParts::activity)
        .rest(PatientEvent.PatientAnnotated::new);
  }

  private static PatientEvent death(Edit edit) {
    boolean dead =
        edit.put().has("deceasedDateTime")
            || edit.put().get("deceasedBoolean").filter("true"::equals).isPresent();
    return dead ? new PatientEvent.DeathRecorded(edit) : new PatientEvent.DeathRetracted(edit);
  }

  private static PatientEvent activity(Edit edit) {
    boolean inactive = edit.put().get("active").filter("false"::equals).isPresent();
    return inactive
        ? new PatientEvent.PatientDeactivated(edit)
        : new PatientEvent.PatientReactivated(edit);
  }
}

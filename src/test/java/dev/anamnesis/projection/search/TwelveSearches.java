package dev.anamnesis.projection.search;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The searches that are measured, of the {@link Clinic}: twelve and two more.
 *
 * @param patients how many there are
 */
record TwelveSearches(int patients) {

  /**
   * @param window of a hundred patients
   */
  Map<String, IntFunction<String>> all(String window) {
    var all = new LinkedHashMap<String, IntFunction<String>>();
    all.put("identifier", n -> "Patient?identifier=urn:mrn|" + n % patients);
    all.put(
        "name and birth date",
        n -> "Patient?family=berg" + n % 1000 + "&birthdate=ge1950&birthdate=lt1990");
    all.put(
        "prescriptions by patient and status",
        n -> "MedicationRequest?patient=Patient/p" + n % patients + "&status=active");
    all.put(
        "appointments of a day in order",
        n -> "Appointment?date=ge" + day(n) + "&date=lt" + day(n + 1) + "&_sort=date");
    all.put(
        "appointments by practitioner and day",
        n -> "Appointment?practitioner=Practitioner/" + n % 50 + "&date=" + day(n));
    all.put(
        "observations by patient, code, date",
        n ->
            "Observation?patient=Patient/p"
                + n % patients
                + "&code=http://loinc.org|8480-6&date=ge2023-06-01");
    all.put("chain", n -> "Observation?patient.identifier=urn:mrn|" + n % patients);
    all.put("_has", n -> "Patient?_has:Observation:patient:_id=o" + n % patients);
    all.put("include", n -> "Observation?_id=o" + n % patients + "&_include=Observation:patient");
    all.put("revinclude", n -> "Patient?_id=p" + n % patients + "&_revinclude=Observation:subject");
    all.put("_lastUpdated window", n -> "Patient?" + window);
    all.put("exact total of a type", n -> "Observation?_total=accurate&_count=1");
    all.put("a common code, first page", n -> "Observation?code=http://loinc.org|8480-6");
    all.put("a whole type by date, first page", n -> "Observation?_sort=-date");
    return all;
  }

  private static String day(int n) {
    return java.time.LocalDate.of(2023, 1, 1).plusDays(n % 600).toString();
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Instants;
import dev.anamnesis.eventstore.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Records as AuditEvents, in the shapes of IHE Basic Audit Log Patterns
 * (https://profiles.ihe.net/ITI/BALP). A profile is claimed where BALP has one: for what succeeded.
 */
public final class AuditEvents {

  private static final String BALP =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
  private static final String ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
  private static final Pattern INSTANCE =
      Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/[0-9]+)?");

  private AuditEvents() {}

  /**
   * Canonical JSON.
   *
   * @param base where this server serves
   */
  public static String json(Recollection record, String base) {
    var meta = Tree.of("versionId", "1").put("lastUpdated", Instants.text(record.recordedAt()));
    Tree event = Tree.of("resourceType", "AuditEvent").put("id", Long.toString(record.position()));
    Optional<String> profile = profile(record);
    profile.ifPresent(shape -> meta.texts("profile", List.of(BALP + shape)));
    event.put("meta", meta);
    event.put("type", type(record.kind()));
    subtype(record.kind()).ifPresent(coding -> event.put("subtype", List.of(coding)));
    event.put("action", record.kind().action());
    event.put("recorded", Instants.text(record.recordedAt()));
    Outcome outcome = Outcome.of(record.status());
    event.put("outcome", outcome.code());
    if (outcome != Outcome.SUCCESS) event.put("outcomeDesc", "HTTP " + record.status());
    event.put("agent", Agents.of(record, base));
    event.put("source", source());
    List<Tree> entities = entities(record);
    if (!entities.isEmpty()) event.put("entity", entities);
    return event.json().text();
  }

  private static Optional<String> profile(Recollection record) {
    if (Outcome.of(record.status()) != Outcome.SUCCESS) return Optional.empty();
    Optional<String> name =
        switch (record.kind()) {
          case READ, VREAD -> Optional.of("Read");
          case SEARCH_TYPE, SEARCH_SYSTEM -> Optional.of("Query");
          case CREATE -> Optional.of("Create");
          case UPDATE -> Optional.of("Update");
          case DELETE -> Optional.of("Delete");
          case PATCH -> Optional.of("Update");
          case HISTORY_INSTANCE, HISTORY_TYPE, HISTORY_SYSTEM, CAPABILITIES -> Optional.empty();
          case TRANSACTION, BATCH, OPERATION, OTHER -> Optional.empty();
          case START, STOP, EXPORT, VERIFICATION -> Optional.empty();
        };
    return name.map(shape -> record.patient().isPresent() ? "Patient" + shape : shape);
  }

  private static Tree type(Interaction kind) {
    return switch (kind) {
      case START, STOP -> Tree.coding(DICOM, "110100", "Application Activity");
      case EXPORT -> Tree.coding(DICOM, "110106", "Export");
      case VERIFICATION -> Tree.coding(DICOM, "110101", "Audit Log Used");
      default ->
          Tree.coding(
              "http://terminology.hl7.org/CodeSystem/audit-event-type",
              "rest",
              "RESTful Operation");
    };
  }

  private static Optional<Tree> subtype(Interaction kind) {
    return switch (kind) {
      case START -> Optional.of(Tree.coding(DICOM, "110120", "Application Start"));
      case STOP -> Optional.of(Tree.coding(DICOM, "110121", "Application Stop"));
      case EXPORT, VERIFICATION, OTHER -> Optional.empty();
      default ->
          Optional.of(
              Tree.of("system", "http://hl7.org/fhir/restful-interaction")
                  .put("code", kind.subtype()));
    };
  }

  private static Tree source() {
    return Tree.of("site", "anamnesis")
        .put("observer", Agents.ourselves())
        .put(
            "type",
            List.of(
                Tree.coding(
                    "http://terminology.hl7.org/CodeSystem/security-source-type",
                    "4",
                    "Application Server")));
  }

  private static List<Tree> entities(Recollection record) {
    var entities = new ArrayList<Tree>();
    if (record.kind().isSearch()) entities.add(query(record));
    else data(record).ifPresent(entities::add);
    record
        .patient()
        .ifPresent(
            id ->
                entities.add(
                    new Tree()
                        .put("what", Tree.of("reference", "Patient/" + id))
                        .put("type", Tree.coding(ENTITY, "1", "Person"))
                        .put("role", Tree.coding(ROLE, "1", "Patient"))));
    if (!record.request().isEmpty()) {
      entities.add(
          new Tree()
              .put("what", new Tree().put("identifier", Tree.of("value", record.request())))
              .put(
                  "type",
                  Tree.of(
                          "system",
                          "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType")
                      .put("code", "XrequestId")));
    }
    return entities;
  }

  private static Tree query(Recollection record) {
    String asked =
        record.query().isEmpty() ? record.about() : record.about() + '?' + record.query();
    return new Tree()
        .put("type", Tree.coding(ENTITY, "2", "System Object"))
        .put("role", Tree.coding(ROLE, "24", "Query"))
        .put("query", base64(asked));
  }

  /** What was shown, made, or asked for in vain. */
  private static Optional<Tree> data(Recollection record) {
    if (record.kind().isOurOwn() && record.about().isEmpty()) return Optional.empty();
    var data = new Tree().put("what", what(record));
    data.put("type", Tree.coding(ENTITY, "2", "System Object"));
    data.put("role", Tree.coding(ROLE, "4", "Domain Resource"));
    if (!record.query().isEmpty()) data.put("query", base64(record.query()));
    return Optional.of(data);
  }

  private static Tree what(Recollection record) {
    if (record.seen().isPresent()) {
      Recorded seen = record.seen().get();
      return Tree.of("reference", seen.stream().path() + "/_history/" + seen.version());
    }
    String instance = record.about().replaceFirst("/_history$", "");
    return INSTANCE.matcher(instance).matches()
        ? Tree.of("reference", instance)
        : Tree.of("display", record.about().isEmpty() ? "/" : record.about());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

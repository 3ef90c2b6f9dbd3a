package dev.anamnesis.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The {@code agent}s of an AuditEvent, in the roles that IHE BALP gives them. */
final class Agents {

  /** What a caller is called by until something proves who it is. */
  static final String DECLARED = "https://anamnesis.dev/declared-caller";

  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String PARTICIPATION =
      "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(Practitioner|PractitionerRole|Organization|Device|Patient|RelatedPerson)/[A-Za-z0-9.-]{1,64}");
  private static final Pattern CODE = Pattern.compile("[A-Z]{2,20}");
  private static final Pattern IP =
      Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F]*:[0-9a-fA-F:.]*(%.*)?");

  private Agents() {}

  /**
   * @param base where this server serves
   */
  static List<Tree> of(Recollection record, String base) {
    if (record.kind().isOurOwn()) {
      return List.of(
          new Tree()
              .put("type", Tree.concept(DICOM, "110150", "Application"))
              .put("who", ourselves())
              .put("requestor", false));
    }
    var agents = new ArrayList<Tree>();
    agents.add(client(record));
    agents.add(server(record, base));
    agents.add(user(record));
    if (!record.caller().onBehalfOf().isEmpty()) {
      agents.add(
          new Tree()
              .put("type", Tree.concept(PARTICIPATION, "RESP", "responsible party"))
              .put("who", who(record.caller().onBehalfOf()))
              .put("requestor", false));
    }
    return agents;
  }

  static Tree ourselves() {
    return new Tree()
        .put(
            "identifier",
            Tree.of("system", "https://anamnesis.dev/servers").put("value", "anamnesis"))
        .put("display", "Anamnesis");
  }

  private static Tree client(Recollection record) {
    Caller caller = record.caller();
    var agent =
        new Tree()
            .put(
                "type",
                switch (record.kind().action()) {
                  case "R" -> Tree.concept(DICOM, "110152", "Destination Role ID");
                  case "D" -> Tree.concept(DICOM, "110150", "Application");
                  default -> Tree.concept(DICOM, "110153", "Source Role ID");
                })
            .put("who", caller.client().isEmpty() ? unknown() : who(caller.client()))
            .put("requestor", false);
    if (!caller.address().isEmpty()) {
      boolean isIp = IP.matcher(caller.address()).matches();
      agent.put("network", Tree.of("address", caller.address()).put("type", isIp ? "2" : "1"));
    } else {
      agent.put("network", Tree.of("address", "localhost").put("type", "1"));
    }
    return agent;
  }

  private static Tree server(Recollection record, String base) {
    return new Tree()
        .put(
            "type",
            switch (record.kind().action()) {
              case "R" -> Tree.concept(DICOM, "110153", "Source Role ID");
              case "D" ->
                  Tree.concept(
                      "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                      "custodian",
                      "Custodian");
              default -> Tree.concept(DICOM, "110152", "Destination Role ID");
            })
        .put("who", ourselves())
        .put("requestor", false)
        .put("network", Tree.of("address", base).put("type", "5"));
  }

  private static Tree user(Recollection record) {
    Caller caller = record.caller();
    boolean reads = record.kind().action().equals("R") || record.kind().isSearch();
    var user =
        new Tree()
            .put(
                "type",
                reads
                    ? Tree.concept(PARTICIPATION, "IRCP", "information recipient")
                    : Tree.concept(PARTICIPATION, "AUT", "author (originator)"))
            .put("who", caller.user().isEmpty() ? unknown() : who(caller.user()));
    if (!caller.user().isEmpty()) user.put("name", caller.user());
    user.put("requestor", true);
    List<Tree> purpose = purpose(caller);
    if (!purpose.isEmpty()) user.put("purposeOfUse", purpose);
    return user;
  }

  /** Why, as CodeableConcepts: one, or none. */
  static List<Tree> purpose(Caller caller) {
    if (caller.purpose().isEmpty()) return List.of();
    if (!CODE.matcher(caller.purpose()).matches()) {
      return List.of(Tree.of("text", caller.purpose()));
    }
    Tree coding =
        Tree.of("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
            .put("code", caller.purpose());
    return List.of(new Tree().put("coding", List.of(coding)));
  }

  static Tree unknown() {
    return Tree.of("display", "unauthenticated");
  }

  static Tree who(String id) {
    if (REFERENCE.matcher(id).matches()) {
      return Tree.of("reference", id).put("display", "declared, unauthenticated");
    }
    return new Tree()
        .put("identifier", Tree.of("system", DECLARED).put("value", id))
        .put("display", "declared, unauthenticated");
  }
}

package dev.anamnesis.domain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** FHIR Tasks by which a process keeps what it has to do, and what it did. */
public final class Work {

  /** The system of the codes that say which process a Task belongs to. */
  public static final String PROCESSES = "https://anamnesis.dev/codes/process";

  /** After a death: appointments to come are cancelled, prescriptions to be followed stopped. */
  public static final String AFTER_DEATH = "after-death";

  /** Somebody must look at what was done after a death that is retracted. */
  public static final String DEATH_RETRACTED = "death-retracted";

  private Work() {}

  /** The id of the Task that this version of a resource brings about. */
  public static String id(String process, String type, String id, int version) {
    String name = process + '/' + type + '/' + id + '/' + version;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * A Task to be begun.
   *
   * @param words what is to be done, for people
   */
  public static Elements of(String process, String patient, int version, String words) {
    var members = new TreeMap<String, String>();
    members.put("status", "\"requested\"");
    members.put("intent", "\"order\"");
    members.put(
        "code", "{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}".formatted(PROCESSES, process));
    members.put("description", '"' + words + '"');
    members.put("focus", reference("Patient/" + patient + "/_history/" + version));
    members.put("for", reference("Patient/" + patient));
    return Elements.of(members);
  }

  private static String reference(String to) {
    return "{\"reference\":\"" + to + "\"}";
  }

  /** Which process carries the Task out; empty where none does or it is done. */
  public static Optional<String> process(Elements task) {
    boolean open =
        task.text("status")
            .filter(status -> status.equals("requested") || status.equals("in-progress"))
            .isPresent();
    if (!open) return Optional.empty();
    return task.get("code").filter(json -> json.startsWith("{")).map(Elements::parse).stream()
        .flatMap(code -> code.items("coding").stream())
        .map(Elements::parse)
        .filter(coding -> coding.text("system").filter(PROCESSES::equals).isPresent())
        .flatMap(coding -> coding.text("code").stream())
        .findFirst()
        .filter(AFTER_DEATH::equals);
  }

  /** The version of the resource that brought it about: {@code Patient/x/_history/3}. */
  public static Optional<String> cause(Elements task) {
    return task.get("focus")
        .filter(json -> json.startsWith("{"))
        .map(Elements::parse)
        .flatMap(focus -> focus.text("reference"));
  }

  /** The Task with one more thing done. */
  public static Elements did(Elements task, String reference) {
    var outputs = new java.util.ArrayList<>(List.copyOf(task.items("output")));
    outputs.add(
        "{\"type\":{\"text\":\"changed\"},\"valueReference\":" + reference(reference) + "}");
    var members = new TreeMap<>(task.members());
    members.put("status", "\"in-progress\"");
    members.put("output", "[" + String.join(",", outputs) + "]");
    return Elements.of(members);
  }

  /** The Task with nothing left to do. */
  public static Elements done(Elements task, String status) {
    var members = new TreeMap<>(task.members());
    members.put("status", '"' + status + '"');
    return Elements.of(members);
  }
}

package dev.anamnesis.audit;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was done, by FHIR's names (https://hl7.org/fhir/R4/codesystem-restful-interaction.html).
 *
 * <p>Codes are stored and never change; those to 9 change nothing.
 */
public enum Interaction {
  READ(1, "read", "R"),
  VREAD(2, "vread", "R"),
  HISTORY_INSTANCE(3, "history-instance", "R"),
  HISTORY_TYPE(4, "history-type", "R"),
  HISTORY_SYSTEM(5, "history-system", "R"),
  SEARCH_TYPE(6, "search-type", "E"),
  SEARCH_SYSTEM(7, "search-system", "E"),
  CAPABILITIES(8, "capabilities", "R"),
  CREATE(10, "create", "C"),
  UPDATE(11, "update", "U"),
  PATCH(12, "patch", "U"),
  DELETE(13, "delete", "D"),
  TRANSACTION(14, "transaction", "E"),
  BATCH(15, "batch", "E"),
  OPERATION(16, "operation", "E"),
  /** A request that FHIR has no name for. */
  OTHER(17, "", "E"),
  START(20, "110120", "E"),
  STOP(21, "110121", "E"),
  EXPORT(22, "110106", "R"),
  VERIFICATION(23, "110101", "E");

  private final int code;
  private final String subtype;
  private final String action;

  Interaction(int code, String subtype, String action) {
    this.code = code;
    this.subtype = subtype;
    this.action = action;
  }

  int code() {
    return code;
  }

  /** {@code AuditEvent.subtype}: a restful interaction, or from 20 on DICOM's code. */
  String subtype() {
    return subtype;
  }

  /** {@code AuditEvent.action}. */
  String action() {
    return action;
  }

  /** Of the server itself, by no request. */
  boolean isOurOwn() {
    return code >= 20;
  }

  boolean isSearch() {
    return this == SEARCH_TYPE || this == SEARCH_SYSTEM;
  }

  static Interaction of(int code) {
    return Arrays.stream(values())
        .filter(each -> each.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no interaction has code " + code));
  }

  /** Those that show what is recorded, and write nothing. */
  public static Set<Interaction> showing() {
    return Set.of(
        READ,
        VREAD,
        HISTORY_INSTANCE,
        HISTORY_TYPE,
        HISTORY_SYSTEM,
        SEARCH_TYPE,
        SEARCH_SYSTEM,
        TRANSACTION,
        BATCH,
        OPERATION,
        EXPORT);
  }

  /** Those of {@code AuditEvent.type}; empty where no interaction is of it. */
  public static Set<Interaction> ofType(String code) {
    return switch (code) {
      case "rest" -> having(each -> !each.isOurOwn());
      case "110100" -> Set.of(START, STOP);
      case "110106" -> Set.of(EXPORT);
      case "110101" -> Set.of(VERIFICATION);
      default -> Set.of();
    };
  }

  public static Set<Interaction> ofSubtype(String code) {
    return code.equals("search")
        ? Set.of(SEARCH_TYPE, SEARCH_SYSTEM)
        : having(each -> !code.isEmpty() && each.subtype.equals(code));
  }

  public static Set<Interaction> ofAction(String code) {
    return having(each -> each.action.equals(code));
  }

  private static Set<Interaction> having(Predicate<Interaction> what) {
    return Arrays.stream(values()).filter(what).collect(Collectors.toUnmodifiableSet());
  }
}

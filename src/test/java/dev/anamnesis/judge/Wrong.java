package dev.anamnesis.judge;

import java.util.List;

/** What is put where it does not belong. */
final class Wrong {

  static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "1.50",
          "1e3",
          "99999999999",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"a b\"",
          "\"2024\"",
          "\"2024-02-30\"",
          "\"2024-13-01\"",
          "\"2024-05-06\"",
          "\"2024-05-06T07:08:09Z\"",
          "\"2024-05-06T07:08\"",
          "\"10:11:12\"",
          "\"25:00:00\"",
          "\"http://a.example/b\"",
          "\"urn:uuid:x\"",
          "\"#x\"",
          "\"Patient/1\"",
          "\"final\"",
          "{}",
          "[]",
          "[null]",
          "[\"x\"]",
          "{\"id\":\"x\"}",
          "{\"x\":1}",
          "{\"text\":\"x\"}",
          "{\"reference\":\"Patient/1\"}",
          "{\"coding\":[{\"code\":\"x\"}]}",
          "{\"value\":1,\"unit\":\"mg\"}",
          "{\"start\":\"2024-02\",\"end\":\"2024-01\"}",
          "{\"extension\":[{\"url\":\"http://a.example/x\",\"valueString\":\"x\"}]}");

  static final List<String> NAMES =
      List.of(
          "id",
          "extension",
          "modifierExtension",
          "contained",
          "text",
          "meta",
          "language",
          "implicitRules",
          "resourceType",
          "status",
          "code",
          "value",
          "valueString",
          "valueCode",
          "valueInteger",
          "valueQuantity",
          "url",
          "system",
          "display",
          "reference",
          "period",
          "start",
          "end",
          "name",
          "subject",
          "unknown",
          "identifier",
          "use",
          "coding",
          "note",
          "fhir_comments",
          "Status",
          "type",
          "div",
          "item",
          "profile");

  static final List<String> SUFFIXES =
      List.of(
          "String",
          "Code",
          "Integer",
          "Boolean",
          "DateTime",
          "Period",
          "Quantity",
          "CodeableConcept",
          "Reference",
          "Age",
          "Range",
          "Uri",
          "Decimal",
          "Money");

  private Wrong() {}
}

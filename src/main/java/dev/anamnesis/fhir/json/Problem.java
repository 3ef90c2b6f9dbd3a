package dev.anamnesis.fhir.json;

/**
 * One thing wrong with a body.
 *
 * @param code ours, stable
 * @param expression the FHIRPath of the place; empty where the text is no JSON or XML
 * @param words for people; never a value from the body
 */
public record Problem(IssueKind kind, String code, String expression, String words) {}

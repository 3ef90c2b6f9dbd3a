package dev.anamnesis.domain;

/**
 * Who sent a change said where it comes from (https://hl7.org/fhir/R4/provenance.html#header).
 *
 * @param json the members of a Provenance without target, as canonical JSON
 */
public record ProvenanceStated(String json) implements Remark {}

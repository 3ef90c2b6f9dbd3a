/** AuditEvent and what else regulators ask, read from the access log and the log. */
@org.jspecify.annotations.NullMarked
package dev.anamnesis.fhir.audit;

/** AuditEvent and what else regulators ask, read from the access log and the log. */
@NullMarked
package dev.anamnesis.fhir.audit;

import org.jspecify.annotations.NullMarked;

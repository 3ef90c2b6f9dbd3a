/** Batches and transactions (https://hl7.org/fhir/R4/http.html#transaction). */
@NullMarked
package dev.anamnesis.fhir.bundle;

import org.jspecify.annotations.NullMarked;

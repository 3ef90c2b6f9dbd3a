/** The record as it was, as it is and as it would be: facts, differences, returns, trials. */
@NullMarked
package dev.anamnesis.fhir.time;

import org.jspecify.annotations.NullMarked;

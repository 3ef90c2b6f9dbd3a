/** Provenance that is derived from commits, and what requests state of their own. */
@NullMarked
package dev.anamnesis.fhir.provenance;

import org.jspecify.annotations.NullMarked;

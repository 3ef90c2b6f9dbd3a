/** Loads a folder of resources into any FHIR server over HTTP, as {@code anamnesis load}. */
@NullMarked
package dev.anamnesis.load;

import org.jspecify.annotations.NullMarked;

/** JSON Patch and FHIRPath Patch over JSON trees. Knows no HTTP and no HAPI. */
@NullMarked
package dev.anamnesis.fhir.patch;

import org.jspecify.annotations.NullMarked;

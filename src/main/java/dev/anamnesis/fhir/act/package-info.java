/** Operations that move prescriptions and appointments by the name of what is done. */
@NullMarked
package dev.anamnesis.fhir.act;

import org.jspecify.annotations.NullMarked;

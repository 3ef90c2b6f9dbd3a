/** Operations that move prescriptions and appointments by the name of what is done. */
@org.jspecify.annotations.NullMarked
package dev.anamnesis.fhir.act;

/** Profiles by setting: what a resource that declares one has to keep besides R4 itself. */
@NullMarked
package dev.anamnesis.fhir.profile;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.anamnesis.fhir;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.anamnesis.fhir.json;

import org.jspecify.annotations.NullMarked;

/**
 * FHIRPath (http://hl7.org/fhirpath/N1, as R4 uses it) over JSON trees and the shapes of R4: no
 * object model is built. Parsed once, evaluated by any number of threads, bounded in work.
 */
@NullMarked
package dev.anamnesis.r4.path;

import org.jspecify.annotations.NullMarked;

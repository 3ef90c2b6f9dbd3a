/** Search over HTTP and as entries of Bundles. */
@NullMarked
package dev.anamnesis.fhir.search;

import org.jspecify.annotations.NullMarked;

/** R4's search parameters: what they are, and the values a resource has for them. */
@NullMarked
package dev.anamnesis.r4.search;

import org.jspecify.annotations.NullMarked;

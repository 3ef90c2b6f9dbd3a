/** Search rows, written in the append's own transaction, and the searches over them. */
@NullMarked
package dev.anamnesis.projection.search;

import org.jspecify.annotations.NullMarked;

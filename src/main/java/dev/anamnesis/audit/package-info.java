/** Who looked, who changed, who tried: the access log, its views and its proofs. */
@NullMarked
package dev.anamnesis.audit;

import org.jspecify.annotations.NullMarked;

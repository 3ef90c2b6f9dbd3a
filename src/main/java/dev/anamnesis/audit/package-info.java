/** Who looked, who changed, who tried: the access log, its views and its proofs. */
@org.jspecify.annotations.NullMarked
package dev.anamnesis.audit;

/** Proofs that log and access log are what they were: Merkle trees, signed heads, verification. */
@NullMarked
package dev.anamnesis.audit.proof;

import org.jspecify.annotations.NullMarked;

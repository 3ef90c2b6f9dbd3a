/** The rules R4's base definitions put on a resource beyond its shape: invariants and codes. */
@NullMarked
package dev.anamnesis.r4.validate;

import org.jspecify.annotations.NullMarked;

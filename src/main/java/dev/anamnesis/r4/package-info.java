/** What R4 itself says: shapes of its types, FHIRPath, search parameters. Knows JSON text only. */
@NullMarked
package dev.anamnesis.r4;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.anamnesis.domain.prescribing;

import org.jspecify.annotations.NullMarked;

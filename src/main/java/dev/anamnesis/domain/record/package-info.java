@NullMarked
package dev.anamnesis.domain.record;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.anamnesis.domain.scheduling;

import org.jspecify.annotations.NullMarked;

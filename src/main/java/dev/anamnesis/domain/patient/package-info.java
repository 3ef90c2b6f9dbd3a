@NullMarked
package dev.anamnesis.domain.patient;

import org.jspecify.annotations.NullMarked;

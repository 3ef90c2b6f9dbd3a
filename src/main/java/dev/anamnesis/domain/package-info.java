@NullMarked
package dev.anamnesis.domain;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.anamnesis.bench;

import org.jspecify.annotations.NullMarked;

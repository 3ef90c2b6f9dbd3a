@NullMarked
package dev.anamnesis.projection;

import org.jspecify.annotations.NullMarked;

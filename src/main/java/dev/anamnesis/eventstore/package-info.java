@NullMarked
package dev.anamnesis.eventstore;

import org.jspecify.annotations.NullMarked;

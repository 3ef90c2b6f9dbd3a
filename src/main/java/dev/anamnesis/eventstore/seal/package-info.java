@NullMarked
package dev.anamnesis.eventstore.seal;

import org.jspecify.annotations.NullMarked;

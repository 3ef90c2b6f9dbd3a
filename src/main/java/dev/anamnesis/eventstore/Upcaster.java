package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Elements;
import java.util.function.UnaryOperator;

/**
 * One pure step from a stored fact's schema to the next.
 *
 * @param from the schema version it reads; it writes {@code from + 1}
 */
record Upcaster(String alias, int from, UnaryOperator<Elements> step) {}

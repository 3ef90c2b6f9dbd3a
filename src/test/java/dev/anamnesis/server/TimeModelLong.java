package dev.anamnesis.server;

import net.jqwik.api.PropertyDefaults;

/** The long form of {@link TimeModelTest}: by its name it runs when it is asked for by hand. */
@PropertyDefaults(tries = 10_000)
class TimeModelLong extends TimeModelTest {}

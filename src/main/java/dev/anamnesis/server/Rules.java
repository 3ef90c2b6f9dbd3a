package dev.anamnesis.server;

import dev.anamnesis.projection.BookedOnce;

/**
 * Which rules this server asks.
 *
 * @param bookedOnce who is never booked twice over the same time
 */
public record Rules(BookedOnce bookedOnce) {}

package dev.anamnesis.eventstore;

import java.time.Instant;

/**
 * A commit's place in the log.
 *
 * @param position dense, from 1
 * @param born the position of the stream's first commit
 * @param recordedAt whole microseconds, increasing with position; equal only inside a group
 */
public record Recorded(
    StreamId stream, long position, long born, int version, Instant recordedAt, Method method) {}

package dev.anamnesis.audit;

import dev.anamnesis.eventstore.Recorded;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the access log with what it refers to.
 *
 * @param caller what was declared
 * @param seen the version that was shown or made
 * @param patient the Patient's id; empty where none is spoken of
 */
public record Recollection(
    long position,
    Instant recordedAt,
    Interaction kind,
    int status,
    Caller caller,
    String request,
    String about,
    String query,
    Optional<Recorded> seen,
    Optional<String> patient) {}

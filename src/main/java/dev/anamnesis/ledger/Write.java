package dev.anamnesis.ledger;

import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import java.util.Optional;

/** A command on its way to one aggregate. */
public record Write(
    StreamId stream,
    ResourceCommand command,
    Expected expected,
    Method method,
    Optional<RequestKey> request) {}

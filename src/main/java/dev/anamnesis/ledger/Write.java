package dev.anamnesis.ledger;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.RequestKey;
import dev.anamnesis.eventstore.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * A command on its way to one aggregate.
 *
 * @param method POST only with an id that was made for it: its stream is new
 * @param guards what else it was decided on
 * @param revertsTo the version it goes back to, which is told as a fact of its own
 */
public record Write(
    StreamId stream,
    ResourceCommand command,
    Expected expected,
    Method method,
    List<Guard> guards,
    Optional<RequestKey> request,
    Optional<Integer> revertsTo) {
  public Write {
    guards = List.copyOf(guards);
  }

  /** One that goes forward. */
  public Write(
      StreamId stream,
      ResourceCommand command,
      Expected expected,
      Method method,
      List<Guard> guards,
      Optional<RequestKey> request) {
    this(stream, command, expected, method, guards, request, Optional.empty());
  }

  /** The same, told as a return to an earlier version. */
  public Write revertingTo(int version) {
    return new Write(stream, command, expected, method, guards, request, Optional.of(version));
  }

  /** The same about other content. */
  public Write saying(Elements stated) {
    return new Write(stream, command.about(stated), expected, method, guards, request, revertsTo);
  }

  /** Decided on its own stream alone. */
  public static Write of(
      StreamId stream,
      ResourceCommand command,
      Expected expected,
      Method method,
      Optional<RequestKey> request) {
    return new Write(stream, command, expected, method, List.of(), request);
  }
}

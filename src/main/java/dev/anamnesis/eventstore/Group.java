package dev.anamnesis.eventstore;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commits that become true together: all or nothing, at one instant, at adjacent positions.
 *
 * @param seen streams the group leaves as they are, with the versions it was decided on
 * @param guards what else it was decided on
 */
public record Group(
    List<Commit> commits,
    Map<StreamId, Integer> seen,
    List<Guard> guards,
    Optional<RequestKey> request) {
  public Group {
    commits = List.copyOf(commits);
    seen = Map.copyOf(seen);
    guards = List.copyOf(guards);
    if (commits.isEmpty()) throw new IllegalArgumentException("a group holds at least one commit");
    if (commits.stream().map(Commit::stream).distinct().count() != commits.size()) {
      throw new IllegalArgumentException("a group holds one commit a stream");
    }
  }

  /** Decided on its own streams alone. */
  public static Group of(List<Commit> commits, Optional<RequestKey> request) {
    return new Group(commits, Map.of(), List.of(), request);
  }
}

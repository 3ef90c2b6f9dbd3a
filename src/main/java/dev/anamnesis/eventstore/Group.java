package dev.anamnesis.eventstore;

import java.util.List;
import java.util.Optional;

/** Commits that become true together: all or nothing, at one instant, at adjacent positions. */
public record Group(List<Commit> commits, Optional<RequestKey> request) {
  public Group {
    commits = List.copyOf(commits);
    if (commits.isEmpty()) throw new IllegalArgumentException("a group holds at least one commit");
    if (commits.stream().map(Commit::stream).distinct().count() != commits.size()) {
      throw new IllegalArgumentException("a group holds one commit a stream");
    }
  }
}

package dev.anamnesis.eventstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A group that waits for its batch. */
final class Pending {

  final Group group;
  final List<Rule> rules;
  final CompletableFuture<Appended> answer = new CompletableFuture<>();
  List<Prepared> prepared;

  /**
   * @param rules what the projections ask of the group's commits
   */
  Pending(Group group, List<Prepared> prepared, List<Rule> rules) {
    this.group = group;
    this.prepared = List.copyOf(prepared);
    this.rules = List.copyOf(rules);
  }

  List<StreamId> streams() {
    return Stream.concat(
            group.commits().stream().map(Commit::stream), group.seen().keySet().stream())
        .toList();
  }
}

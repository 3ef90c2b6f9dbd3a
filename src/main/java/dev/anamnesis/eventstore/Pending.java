package dev.anamnesis.eventstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A group that waits for its batch. */
final class Pending {

  final Group group;
  final List<Owned> rules;
  final CompletableFuture<Appended> answer = new CompletableFuture<>();
  List<Prepared> prepared;

  /**
   * @param rules what the projections ask of the group's commits
   */
  Pending(Group group, List<Prepared> prepared, List<Owned> rules) {
    this.group = group;
    this.prepared = List.copyOf(prepared);
    this.rules = List.copyOf(rules);
  }

  /** A guard of the group's commit at this index. */
  record Owned(int index, Guard guard) {}

  List<StreamId> streams() {
    return Stream.concat(
            group.commits().stream().map(Commit::stream), group.seen().keySet().stream())
        .toList();
  }
}

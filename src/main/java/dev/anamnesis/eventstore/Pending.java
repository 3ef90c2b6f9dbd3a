package dev.anamnesis.eventstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A group that waits for its batch. */
final class Pending {

  final Group group;
  final CompletableFuture<Appended> answer = new CompletableFuture<>();
  List<Prepared> prepared;

  Pending(Group group, List<Prepared> prepared) {
    this.group = group;
    this.prepared = List.copyOf(prepared);
  }

  List<StreamId> streams() {
    return Stream.concat(
            group.commits().stream().map(Commit::stream), group.seen().keySet().stream())
        .toList();
  }
}

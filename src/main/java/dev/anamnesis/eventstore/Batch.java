package dev.anamnesis.eventstore;

import dev.anamnesis.eventstore.Heads.Answered;
import dev.anamnesis.eventstore.Heads.Head;
import dev.anamnesis.eventstore.Heads.Tip;
import dev.anamnesis.eventstore.seal.DataKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * What one transaction will append: groups checked against the streams' heads and given their
 * places, in the order they came. Pure; {@link BatchWriter} reads before it and writes after it.
 */
final class Batch {

  /** A commit with its place and its link of the chain. */
  record Row(Recorded recorded, Prepared prepared, byte[] hash) {}

  /** A request key with the position that answers it. */
  record Answer(RequestKey key, Recorded first) {}

  final Appending to;
  final List<Row> rows = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  final Map<Pending, Appended> results = new LinkedHashMap<>();
  private final Map<StreamId, Head> heads;
  private final Map<String, Answered> answered;
  private final LongFunction<Recorded> recordedAt;
  private Tip tip;
  private int written;
  private int writtenAnswers;

  Batch(
      Appending to,
      Tip tip,
      Map<StreamId, Head> heads,
      Map<String, Answered> answered,
      LongFunction<Recorded> recordedAt) {
    this.to = to;
    this.tip = tip;
    this.heads = new HashMap<>(heads);
    this.answered = new HashMap<>(answered);
    this.recordedAt = recordedAt;
  }

  /** One that is neither repeated nor stale. */
  void add(Pending pending, Instant now) {
    results.put(pending, place(pending, now));
  }

  /** What the same request was answered before; empty when it is new. */
  Optional<Appended> before(Pending pending) {
    return pending
        .group
        .request()
        .flatMap(
            request ->
                Optional.ofNullable(answered.get(request.name()))
                    .map(before -> answer(request, before, this::recordedAt)));
  }

  private Appended place(Pending pending, Instant now) {
    Instant instant = Instants.after(tip.recordedAt(), now);
    var stored = new ArrayList<Recorded>();
    for (Prepared prepared : pending.prepared) stored.add(row(prepared, instant));
    pending
        .group
        .request()
        .ifPresent(
            key -> {
              Recorded first = stored.getFirst();
              answers.add(new Answer(key, first));
              answered.put(key.name(), new Answered(key.fingerprint(), first.position()));
            });
    return new Appended.Stored(stored);
  }

  /** Empty when every stream stands where the group was decided on. */
  Optional<Appended> stale(Pending pending) {
    for (Commit commit : pending.group.commits()) {
      Head head = heads.get(commit.stream());
      int actual = head == null ? 0 : head.version();
      if (actual != commit.base()) {
        return Optional.of(new Appended.StaleVersion(commit.stream(), actual));
      }
    }
    for (var seen : pending.group.seen().entrySet()) {
      Head head = heads.get(seen.getKey());
      int actual = head == null ? 0 : head.version();
      if (actual != seen.getValue()) {
        return Optional.of(new Appended.StaleVersion(seen.getKey(), actual));
      }
    }
    return Optional.empty();
  }

  /** The same key must come with the same request. */
  static Appended answer(RequestKey request, Answered before, LongFunction<Recorded> recordedAt) {
    return Arrays.equals(before.fingerprint(), request.fingerprint())
        ? new Appended.Repeated(recordedAt.apply(before.position()))
        : new Appended.KeyReused();
  }

  private Recorded recordedAt(long position) {
    for (Row row : rows) if (row.recorded().position() == position) return row.recorded();
    return recordedAt.apply(position);
  }

  private Recorded row(Prepared prepared, Instant instant) {
    Commit commit = prepared.commit();
    long position = tip.position() + 1;
    Head head = heads.get(commit.stream());
    long born = head == null ? position : head.born();
    var recorded =
        new Recorded(commit.stream(), position, born, prepared.version(), instant, commit.method());
    byte[] hash = Chain.link(tip.hash(), position, instant, prepared.leaf());
    rows.add(new Row(recorded, prepared, hash));
    heads.put(commit.stream(), new Head(born, prepared.version(), position));
    tip = new Tip(position, instant, hash);
    return recorded;
  }

  /** Rows that are not written yet. */
  List<Row> unwritten() {
    return List.copyOf(rows.subList(written, rows.size()));
  }

  List<Answer> unwrittenAnswers() {
    return List.copyOf(answers.subList(writtenAnswers, answers.size()));
  }

  void written() {
    written = rows.size();
    writtenAnswers = answers.size();
  }

  static Set<DataKey> proposedKeys(List<Row> rows) {
    var keys = new LinkedHashSet<DataKey>();
    for (Row row : rows) keys.addAll(row.prepared().proposed());
    return keys;
  }

  long lastPosition() {
    return tip.position();
  }
}

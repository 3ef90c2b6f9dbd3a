package dev.anamnesis.eventstore;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.Event;
import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.seal.Concern;
import dev.anamnesis.eventstore.seal.DataKey;
import dev.anamnesis.eventstore.seal.Opened;
import dev.anamnesis.eventstore.seal.Sealed;
import dev.anamnesis.eventstore.seal.Sealer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a commit into what is stored, and back. Needs no lock: nothing in it knows its position.
 */
final class Preparation {

  /** A snapshot is kept every so many versions of a stream. */
  static final int SNAPSHOT_EVERY = 32;

  private static final byte[] NONE = new byte[0];

  private final EventCodec codec;
  private final Sealer sealer;
  private final CommitListener listener;

  Preparation(EventCodec codec, Sealer sealer, CommitListener listener) {
    this.codec = codec;
    this.sealer = sealer;
    this.listener = listener;
  }

  /** The group, ready to be appended. */
  Pending pending(Group group) {
    var commits = group.commits();
    return new Pending(group, commits.stream().map(this::prepare).toList(), rules(commits));
  }

  /** What must hold for these commits, written together. */
  List<Rule> rules(List<Commit> commits) {
    return listener.rules(commits);
  }

  /** What would have had to hold of the past. */
  List<Rule> rules(List<Commit> commits, Past past) {
    return listener.rules(commits, past);
  }

  Prepared prepare(Commit commit) {
    return sealed(commit, listener.prepare(commit));
  }

  /** Sealed with other keys, by whichever thread; what the listeners made of it stays. */
  Prepared again(Prepared before) {
    return sealed(before.commit(), before.share());
  }

  private Prepared sealed(Commit commit, CommitListener.Share share) {
    StreamId stream = commit.stream();
    int version = commit.base() + 1;
    Elements stated = commit.after().last();
    Concern concern = Concern.of(stream.type(), stream.id(), stated);
    if (version == 1 && commit.method() == Method.POST && stream.type().equals("Patient")) {
      sealer.introduce(stream.id());
    }
    var proposed = new ArrayList<DataKey>();
    String facts = codec.names(commit.events());
    byte[] payload =
        seal(codec.write(commit.events()), concern, stream, version, Bodies.Kind.FACTS, proposed);
    byte[] leaf = Chain.leaf(stream, version, commit.method(), facts, payload);
    byte[] body =
        Bodies.stored(commit.after())
            .map(text -> seal(text, concern, stream, version, Bodies.Kind.BODY, proposed))
            .orElse(NONE);
    byte[] snapshot =
        version % SNAPSHOT_EVERY == 0
            ? seal(
                Snapshots.write(commit.after()),
                concern,
                stream,
                version,
                Bodies.Kind.SNAPSHOT,
                proposed)
            : NONE;
    return new Prepared(commit, facts, payload, leaf, body, snapshot, proposed, share);
  }

  private byte[] seal(
      String text,
      Concern concern,
      StreamId stream,
      int version,
      Bodies.Kind kind,
      List<DataKey> proposed) {
    Sealed sealed = sealer.seal(text, concern, Bodies.place(stream, version, kind));
    for (DataKey key : sealed.proposed()) if (!proposed.contains(key)) proposed.add(key);
    return sealed.bytes();
  }

  List<Event> events(StreamId stream, int version, byte[] payload) {
    return codec.read(text(payload, stream, version, Bodies.Kind.FACTS));
  }

  Existence snapshot(StreamId stream, int version, byte[] state) {
    return Snapshots.read(text(state, stream, version, Bodies.Kind.SNAPSHOT));
  }

  private String text(byte[] sealed, StreamId stream, int version, Bodies.Kind kind) {
    return switch (sealer.open(sealed, Bodies.place(stream, version, kind))) {
      case Opened.Whole(String text) -> text;
      case Opened.Masked(String text, int hidden) -> text;
      case Opened.Gone() -> throw new ErasedStream();
    };
  }
}

package dev.anamnesis.eventstore;

/** The keys of a stream's content are destroyed: nobody can read it, so nobody can decide on it. */
public final class ErasedStream extends IllegalStateException {

  ErasedStream() {
    super("the content of this stream was erased");
  }
}

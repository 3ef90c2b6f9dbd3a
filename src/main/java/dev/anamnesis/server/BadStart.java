package dev.anamnesis.server;

import java.util.List;

/** The server cannot start; each problem is a sentence that tells what to do. */
final class BadStart extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  BadStart(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  BadStart(String problem) {
    this(List.of(problem));
  }

  /** The cause's message is such a sentence. */
  static BadStart because(Exception cause) {
    return new BadStart(String.valueOf(cause.getMessage()));
  }

  List<String> problems() {
    return problems;
  }
}

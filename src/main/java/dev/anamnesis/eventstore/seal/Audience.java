package dev.anamnesis.eventstore.seal;

import java.util.List;

/** Whose keys open a segment. */
sealed interface Audience {

  List<String> subjects();

  /** Readable only while every one of these keys lives. */
  record All(List<String> subjects) implements Audience {
    public All {
      subjects = List.copyOf(subjects);
    }
  }

  /** Readable while one of these keys lives. */
  record Any(List<String> subjects) implements Audience {
    public Any {
      subjects = List.copyOf(subjects);
    }
  }
}

package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.AccessLinks;
import dev.anamnesis.audit.Link;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Where a log's links are read from, asked from the beginning to the end. */
interface Links {

  /** The next links after this position; none at the end. */
  List<Link> after(long position, int most);

  /** As they are in a database. */
  static Links of(Subject subject, Handle handle) {
    return switch (subject) {
      case LOG -> (position, most) -> LogLinks.after(handle, position, most);
      case ACCESS -> (position, most) -> AccessLinks.after(handle, position, most);
    };
  }
}

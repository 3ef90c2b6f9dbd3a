package dev.anamnesis.audit.proof;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a tree is over. A leaf is a link of its chain, so that it stands for all before it too. */
public enum Subject {
  LOG("log.commits"),
  ACCESS("audit.access");

  private final String table;

  Subject(String table) {
    this.table = table;
  }

  /** {@code log} or {@code access}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Subject> of(String label) {
    for (Subject each : values()) if (each.label().equals(label)) return Optional.of(each);
    return Optional.empty();
  }

  /** Links after this position, in order. */
  List<byte[]> links(Handle handle, long after, int most) {
    return handle
        .createQuery(
            """
            select hash
            from %s
            where position > :after
            order by position
            limit :most
            """
                .formatted(table))
        .bind("after", after)
        .bind("most", most)
        .mapTo(byte[].class)
        .list();
  }
}

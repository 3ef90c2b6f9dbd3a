package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.StoreUnavailable;
import dev.anamnesis.projection.search.Filter.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which records of patients are meant with one that others were merged into. */
final class Persons {

  private static final String PATIENT = "Patient";

  private static final String REPLACED =
      """
      select tip.tip, m.replaced
      from (select coalesce(max(position), 0) as tip from read.versions) tip
      left join read.merges m
        on m.survivor = any(?)
        and m.since <= ?
        and m.until > ?
      """;

  private static final String ANY =
      """
      select tip.tip, (select m.replaced from read.merges m limit 1) as replaced
      from (select coalesce(max(position), 0) as tip from read.versions) tip
      """;

  private static final String CHANGED =
      """
      select exists (select 1 from read.merges where since > :last and since <= :position)
        or exists (select 1 from read.merges where until > :last and until <= :position)
      """;

  private final Handle handle;
  private final OptionalLong at;
  private OptionalLong asked = OptionalLong.empty();

  Persons(Handle handle, OptionalLong at) {
    this.handle = handle;
    this.at = at;
  }

  /** The position to ask again as of, where a merge came between the question and this one. */
  OptionalLong before(long position) {
    if (at.isPresent() || asked.isEmpty() || asked.getAsLong() == position) {
      return OptionalLong.empty();
    }
    long last = asked.getAsLong();
    boolean changed =
        handle
            .createQuery(CHANGED)
            .bind("last", last)
            .bind("position", position)
            .mapTo(Boolean.class)
            .one();
    return changed ? asked : OptionalLong.empty();
  }

  /** The ids, and those of the records that were merged into them. */
  Set<String> all(List<String> ids) {
    var all = new TreeSet<>(ids);
    long position = at.orElse(Long.MAX_VALUE - 1);
    all.addAll(
        answers(
            REPLACED,
            statement -> {
              statement.setArray(
                  1, handle.getConnection().createArrayOf("text", ids.toArray(String[]::new)));
              statement.setLong(2, position);
              statement.setLong(3, position);
            }));
    return all;
  }

  /** Whether there ever was a merge. */
  boolean any() {
    return !answers(ANY, statement -> {}).isEmpty();
  }

  /** What refers to them, and to the records that were merged into those of patients. */
  Among refs(List<Target> targets, boolean mayBePatients) {
    List<Long> known = Fits.refs(targets);
    var ids = new ArrayList<String>();
    for (Target target : targets) {
      if (target instanceof Target.Local(var among, String id) && among.contains(PATIENT)) {
        ids.add(id);
      }
    }
    if (ids.isEmpty() || !mayBePatients) return Among.of(known);
    return Among.of(known, () -> others(ids), w -> others(w, ids));
  }

  private List<Long> others(List<String> ids) {
    var others = all(ids);
    ids.forEach(others::remove);
    return others.stream().map(Persons::ref).toList();
  }

  private void others(Writing w, List<String> ids) {
    String merge = w.alias();
    w.add("select " + merge + ".replaced_ref from read.merges " + merge + " where ");
    Fits.equal(w, merge + ".survivor_ref", ids.stream().map(Persons::ref).toList());
    holds(w.add(" and "), merge);
  }

  private static long ref(String id) {
    return Keys.ref(PATIENT, id);
  }

  /** Which rows of {@code read.merges} hold. */
  void holds(Writing w, String alias) {
    if (at.isEmpty()) {
      w.add(alias + ".until = 9223372036854775807");
      return;
    }
    w.add(alias + ".since <= ").sql.value(at.getAsLong());
    w.add(" and " + alias + ".until > ").sql.value(at.getAsLong());
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** By the driver itself, prepared: nearly every search asks. */
  private List<String> answers(String sql, Binding binding) {
    try (var statement = handle.getConnection().prepareStatement(sql)) {
      binding.bind(statement);
      var found = new ArrayList<String>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (asked.isEmpty()) asked = OptionalLong.of(row.getLong("tip"));
          if (row.getString("replaced") instanceof String text) found.add(text);
        }
      }
      return found;
    } catch (SQLException e) {
      throw new StoreUnavailable("the database does not answer a search", e);
    }
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which definitions of search parameters the rows in use were made by. */
final class MadeBy {

  private static final String SELECT = "select definitions from search.made_by";

  private MadeBy() {}

  static Optional<Long> of(Handle handle) {
    try (var query = handle.getConnection().prepareStatement(SELECT);
        var row = query.executeQuery()) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new StoreUnavailable("the database does not answer", e);
    }
  }

  /** Has the append fail where they were made by others. */
  static void assure(Appending to, long definitions) {
    to.add(
            "select exists (select from search.made_by where definitions = :ours)",
            row -> {
              if (!row.getBoolean(1)) {
                throw new StoreUnavailable(
                    "the search rows are made by other definitions than this server's: start it again",
                    null);
              }
            })
        .bind("ours", definitions);
  }

  /**
   * @param own SearchParameters besides R4's, as they were written
   */
  record By(String base, List<String> own) {
    By {
      own = List.copyOf(own);
    }
  }

  static Optional<By> definitions(Handle handle) {
    return handle
        .createQuery("select base, own from search.made_by")
        .map(
            (row, context) ->
                new By(row.getString("base"), List.of((String[]) row.getArray("own").getArray())))
        .findOne();
  }

  /**
   * @param schema where the rows are; a name of ours
   */
  static void put(Handle handle, String schema, Definitions.Made made) {
    handle.execute("delete from " + schema + ".made_by");
    handle
        .createUpdate(
            "insert into %s.made_by (definitions, base, own) values (:definitions, :base, :own)"
                .formatted(schema))
        .bind("definitions", made.number())
        .bind("base", made.base())
        .bind("own", made.parameters().own().toArray(String[]::new))
        .execute();
  }
}

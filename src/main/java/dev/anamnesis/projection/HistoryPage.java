package dev.anamnesis.projection;

import dev.anamnesis.projection.HistoryQuery.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * A page of history.
 *
 * @param total versions in the whole answer, exact, the same on every page
 * @param next where the next page starts; empty on the last
 */
public record HistoryPage(List<Version> versions, long total, Optional<Cursor> next) {
  public HistoryPage {
    versions = List.copyOf(versions);
  }
}

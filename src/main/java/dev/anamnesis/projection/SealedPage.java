package dev.anamnesis.projection;

import dev.anamnesis.projection.HistoryQuery.Cursor;
import dev.anamnesis.projection.VersionRows.Stored;
import java.util.List;
import java.util.Optional;

/** A page of history before its versions are opened. */
record SealedPage(List<Stored> versions, long total, Optional<Cursor> next) {}

package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.projection.search.SearchProjection.Placed;
import java.util.List;

/** Writes resources' cards and what the dictionary does not know. */
final class CardWriter {

  private CardWriter() {}

  static void write(Appending to, List<Placed> wave, String schema) {
    var over =
        wave.stream().filter(p -> !(p.changes().card() instanceof Changes.Card.Stays)).toList();
    if (over.isEmpty()) return;
    var closed =
        over.stream().filter(p -> !(p.changes().card() instanceof Changes.Card.Comes)).toList();
    if (!closed.isEmpty()) {
      to.add(
              """
              with gone as (
                delete from %1$s.cards c
                using unnest(:types, :streams, :positions) as r (type, stream, position)
                where c.type = r.type and c.stream = r.stream
                returning c.*, r.position
              )
              insert into %1$s.cards_past (stream, ref, since, until, type, present)
              select stream, ref, since, position, type, present from gone
              """
                  .formatted(schema))
          .bind("types", Columns.shorts(closed, p -> p.changes().type()))
          .bind("streams", Columns.longs(closed, Placed::stream))
          .bind("positions", Columns.longs(closed, Placed::position));
    }
    var opened =
        over.stream().filter(p -> !(p.changes().card() instanceof Changes.Card.Goes)).toList();
    if (opened.isEmpty()) return;
    to.add(
            """
            insert into %1$s.cards (stream, ref, since, type, present)
            select * from unnest(:streams, :refs, :positions, :types, :present)
            """
                .formatted(schema))
        .bind("streams", Columns.longs(opened, Placed::stream))
        .bind("refs", Columns.longs(opened, p -> p.changes().ref()))
        .bind("positions", Columns.longs(opened, Placed::position))
        .bind("types", Columns.shorts(opened, p -> p.changes().type()))
        .bind("present", Columns.bytes(opened, CardWriter::present));
  }

  private static byte[] present(Placed placed) {
    return switch (placed.changes().card()) {
      case Changes.Card.Comes(byte[] present) -> present;
      case Changes.Card.Turns(byte[] present) -> present;
      case Changes.Card.Stays() -> new byte[0];
      case Changes.Card.Goes() -> new byte[0];
    };
  }

  static void dictionary(Appending to, List<Placed> wave, String schema) {
    record New<T>(T item, long position) {}
    var codes =
        wave.stream()
            .flatMap(p -> p.changes().codes().stream().map(c -> new New<>(c, p.position())))
            .toList();
    if (!codes.isEmpty()) {
      to.add(
              """
              insert into %1$s.codes (key, source, since, system, code)
              select * from unnest(:keys, :sources, :positions, :systems, :codes)
              on conflict do nothing
              """
                  .formatted(schema))
          .bind("keys", Columns.longs(codes, c -> c.item().key()))
          .bind("sources", Columns.longs(codes, c -> c.item().source()))
          .bind("positions", Columns.longs(codes, New::position))
          .bind("systems", Columns.texts(codes, c -> c.item().system()))
          .bind("codes", Columns.texts(codes, c -> c.item().code()));
    }
    var labels =
        wave.stream()
            .flatMap(p -> p.changes().labels().stream().map(l -> new New<>(l, p.position())))
            .toList();
    if (labels.isEmpty()) return;
    to.add(
            """
            insert into %1$s.labels (source, key, since, norm)
            select * from unnest(:sources, :keys, :positions, :norms)
            on conflict do nothing
            """
                .formatted(schema))
        .bind("sources", Columns.longs(labels, l -> l.item().source()))
        .bind("keys", Columns.longs(labels, l -> l.item().key()))
        .bind("positions", Columns.longs(labels, New::position))
        .bind("norms", Columns.texts(labels, l -> l.item().norm()));
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.SearchProjection.Placed;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Writes the changes of commits on different streams: one statement for what comes, one for what
 * goes, one for what the dictionary does not know.
 */
final class RowWriter {

  private RowWriter() {}

  static void write(Handle transaction, List<Placed> wave) {
    write(transaction, wave, "search");
  }

  /**
   * @param schema where the rows are; a name of ours
   */
  static void write(Handle transaction, List<Placed> wave, String schema) {
    if (wave.isEmpty()) return;
    var gone = Cells.of(wave, Changes::gone);
    if (!gone.isEmpty()) bind(transaction.createUpdate(GONE.formatted(schema)), gone).execute();
    cards(transaction, wave, schema);
    var came = Cells.of(wave, Changes::came);
    if (!came.isEmpty()) bind(transaction.createUpdate(CAME.formatted(schema)), came).execute();
    dictionary(transaction, wave, schema);
  }

  private static final String CAME =
      """
      with tokens as (
        insert into %1$s.tokens (key, stream, since)
        select * from unnest(:tokenKeys, :tokenStreams, :tokenPositions)
      ), texts as (
        insert into %1$s.texts (source, stream, since, norm, exact)
        select source, stream, since, norm, nullif(exact, norm)
        from unnest(:textSources, :textStreams, :textPositions, :textNorms, :textExacts)
          as r (source, stream, since, norm, exact)
      ), moments as (
        insert into %1$s.moments (source, low, high, stream, since, ends)
        select * from unnest(:momentSources, :momentLows, :momentHighs, :momentStreams, :momentPositions, :momentEnds)
      ), amounts as (
        insert into %1$s.amounts (source, low, high, stream, since, unit, code, human, ends)
        select * from unnest(:amountSources, :amountLows, :amountHighs, :amountStreams, :amountPositions,
          :amountUnits, :amountCodes, :amountHumans, :amountEnds)
      )
      insert into %1$s.links (source, target, stream, since)
      select * from unnest(:linkSources, :linkTargets, :linkStreams, :linkPositions)
      """;

  private static final String GONE =
      """
      with tokens as (
        delete from %1$s.tokens t
        using unnest(:tokenKeys, :tokenStreams, :tokenPositions) as r (key, stream, position)
        where t.key = r.key and t.stream = r.stream
        returning t.key, t.stream, t.since, r.position
      ), past_tokens as (
        insert into %1$s.tokens_past (key, stream, since, until)
        select key, stream, since, position from tokens where since < position
      ), texts as (
        delete from %1$s.texts t
        using unnest(:textSources, :textStreams, :textPositions, :textNorms, :textExacts)
          as r (source, stream, position, norm, exact)
        where t.source = r.source and t.stream = r.stream and t.norm = r.norm
          and coalesce(t.exact, t.norm) = r.exact
        returning t.source, t.stream, t.since, r.position, t.norm, t.exact
      ), past_texts as (
        insert into %1$s.texts_past (source, stream, since, until, norm, exact)
        select source, stream, since, position, norm, exact from texts
      ), moments as (
        delete from %1$s.moments t
        using unnest(:momentSources, :momentLows, :momentHighs, :momentStreams, :momentPositions, :momentEnds)
          as r (source, low, high, stream, position, ends)
        where t.source = r.source and t.stream = r.stream and t.low = r.low and t.high = r.high
        returning t.source, t.low, t.high, t.stream, t.since, r.position, t.ends
      ), past_moments as (
        insert into %1$s.moments_past (source, low, high, stream, since, until, ends)
        select source, low, high, stream, since, position, ends from moments
      ), amounts as (
        delete from %1$s.amounts t
        using unnest(:amountSources, :amountLows, :amountHighs, :amountStreams, :amountPositions,
          :amountUnits, :amountCodes, :amountHumans, :amountEnds)
          as r (source, low, high, stream, position, unit, code, human, ends)
        where t.source = r.source and t.stream = r.stream and t.low = r.low and t.high = r.high
          and t.unit = r.unit and t.code = r.code and t.human = r.human
        returning t.source, t.low, t.high, t.stream, t.since, r.position, t.unit, t.code, t.human, t.ends
      ), past_amounts as (
        insert into %1$s.amounts_past (source, low, high, stream, since, until, unit, code, human, ends)
        select source, low, high, stream, since, position, unit, code, human, ends from amounts
      ), links as (
        delete from %1$s.links t
        using unnest(:linkSources, :linkTargets, :linkStreams, :linkPositions)
          as r (source, target, stream, position)
        where t.source = r.source and t.target = r.target and t.stream = r.stream
        returning t.source, t.target, t.stream, t.since, r.position
      )
      insert into %1$s.links_past (source, target, stream, since, until)
      select source, target, stream, since, position from links
      """;

  private static <S extends SqlStatement<S>> S bind(S statement, Cells cells) {
    return statement
        .bind("tokenKeys", cells.tokens.longs(0))
        .bind("tokenStreams", cells.tokens.streams())
        .bind("tokenPositions", cells.tokens.positions())
        .bind("textSources", cells.texts.longs(0))
        .bind("textStreams", cells.texts.streams())
        .bind("textPositions", cells.texts.positions())
        .bind("textNorms", Arrays.texts(cells.norms))
        .bind("textExacts", Arrays.texts(cells.exacts))
        .bind("momentSources", cells.moments.longs(0))
        .bind("momentLows", cells.moments.longs(1))
        .bind("momentHighs", cells.moments.longs(2))
        .bind("momentStreams", cells.moments.streams())
        .bind("momentPositions", cells.moments.positions())
        .bind("momentEnds", cells.moments.shorts(3))
        .bind("amountSources", cells.amounts.longs(0))
        .bind("amountLows", Arrays.doubles(cells.lows))
        .bind("amountHighs", Arrays.doubles(cells.highs))
        .bind("amountStreams", cells.amounts.streams())
        .bind("amountPositions", cells.amounts.positions())
        .bind("amountUnits", cells.amounts.longs(1))
        .bind("amountCodes", cells.amounts.longs(2))
        .bind("amountHumans", cells.amounts.longs(3))
        .bind("amountEnds", cells.amounts.shorts(4))
        .bind("linkSources", cells.links.longs(0))
        .bind("linkTargets", cells.links.longs(1))
        .bind("linkStreams", cells.links.streams())
        .bind("linkPositions", cells.links.positions());
  }

  private static void cards(Handle transaction, List<Placed> wave, String schema) {
    var over = wave.stream().filter(p -> !(p.changes().card() instanceof Changes.Card.Stays)).toList();
    if (over.isEmpty()) return;
    var closed = over.stream().filter(p -> !(p.changes().card() instanceof Changes.Card.Comes)).toList();
    if (!closed.isEmpty()) {
      transaction
          .createUpdate(
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
          .bind("types", Arrays.shorts(closed, p -> p.changes().type()))
          .bind("streams", Arrays.longs(closed, Placed::stream))
          .bind("positions", Arrays.longs(closed, Placed::position))
          .execute();
    }
    var opened = over.stream().filter(p -> present(p).length >= 0 && !(p.changes().card() instanceof Changes.Card.Goes)).toList();
    if (opened.isEmpty()) return;
    transaction
        .createUpdate(
            """
            insert into %1$s.cards (stream, ref, since, type, present)
            select * from unnest(:streams, :refs, :positions, :types, :present)
            """
                .formatted(schema))
        .bind("streams", Arrays.longs(opened, Placed::stream))
        .bind("refs", Arrays.longs(opened, p -> p.changes().ref()))
        .bind("positions", Arrays.longs(opened, Placed::position))
        .bind("types", Arrays.shorts(opened, p -> p.changes().type()))
        .bind("present", Arrays.bytes(opened, RowWriter::present))
        .execute();
  }

  private static byte[] present(Placed placed) {
    return switch (placed.changes().card()) {
      case Changes.Card.Comes(byte[] present) -> present;
      case Changes.Card.Turns(byte[] present) -> present;
      case Changes.Card.Stays() -> new byte[0];
      case Changes.Card.Goes() -> new byte[0];
    };
  }

  private static void dictionary(Handle transaction, List<Placed> wave, String schema) {
    record New<T>(T item, long position) {}
    var codes = wave.stream().flatMap(p -> p.changes().codes().stream().map(c -> new New<>(c, p.position()))).toList();
    if (!codes.isEmpty()) {
      transaction
          .createUpdate(
              """
              insert into %1$s.codes (key, source, since, system, code)
              select * from unnest(:keys, :sources, :positions, :systems, :codes)
              on conflict do nothing
              """
                  .formatted(schema))
          .bind("keys", Arrays.longs(codes, c -> c.item().key()))
          .bind("sources", Arrays.longs(codes, c -> c.item().source()))
          .bind("positions", Arrays.longs(codes, New::position))
          .bind("systems", Arrays.texts(codes, c -> c.item().system()))
          .bind("codes", Arrays.texts(codes, c -> c.item().code()))
          .execute();
    }
    var labels = wave.stream().flatMap(p -> p.changes().labels().stream().map(l -> new New<>(l, p.position()))).toList();
    if (labels.isEmpty()) return;
    transaction
        .createUpdate(
            """
            insert into %1$s.labels (source, key, since, norm)
            select * from unnest(:sources, :keys, :positions, :norms)
            on conflict do nothing
            """
                .formatted(schema))
        .bind("sources", Arrays.longs(labels, l -> l.item().source()))
        .bind("keys", Arrays.longs(labels, l -> l.item().key()))
        .bind("positions", Arrays.longs(labels, New::position))
        .bind("norms", Arrays.texts(labels, l -> l.item().norm()))
        .execute();
  }

  static <T> List<T> each(List<Placed> wave, Function<Changes, List<T>> of) {
    return wave.stream().flatMap(p -> of.apply(p.changes()).stream()).toList();
  }
}

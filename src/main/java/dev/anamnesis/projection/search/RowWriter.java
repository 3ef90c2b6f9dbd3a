package dev.anamnesis.projection.search;

import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Script.Line;
import dev.anamnesis.projection.search.SearchProjection.Placed;
import java.util.List;

/**
 * Writes the changes of commits on different streams: one statement for what comes, one for what
 * goes, one for what the dictionary does not know.
 */
final class RowWriter {

  private RowWriter() {}

  /**
   * @param schema where the rows are; a name of ours
   */
  static void write(Appending to, List<Placed> wave, String schema) {
    if (wave.isEmpty()) return;
    var gone = Cells.of(wave, Changes::gone);
    if (!gone.isEmpty()) bind(to.add(GONE.formatted(schema)), gone);
    CardWriter.write(to, wave, schema);
    var came = Cells.of(wave, Changes::came);
    if (!came.isEmpty()) bind(to.add(CAME.formatted(schema)), came);
    CardWriter.dictionary(to, wave, schema);
  }

  private static final String CAME =
      """
      with tokens as (
        insert into %1$s.tokens (key, stream, since, system)
        select key, stream, since, nullif(system, 0)
        from unnest(:tokenKeys, :tokenStreams, :tokenPositions, :tokenSystems) as r (key, stream, since, system)
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
        using unnest(:tokenKeys, :tokenStreams, :tokenPositions, :tokenSystems) as r (key, stream, position, system)
        where t.key = r.key and t.stream = r.stream
        returning t.key, t.stream, t.since, r.position, t.system
      ), past_tokens as (
        insert into %1$s.tokens_past (key, stream, since, until, system)
        select key, stream, since, position, system from tokens where since < position
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

  private static void bind(Line statement, Cells cells) {
    statement
        .bind("tokenKeys", cells.tokens.longs(0))
        .bind("tokenStreams", cells.tokens.streams())
        .bind("tokenPositions", cells.tokens.positions())
        .bind("tokenSystems", cells.tokens.longs(1))
        .bind("textSources", cells.texts.longs(0))
        .bind("textStreams", cells.texts.streams())
        .bind("textPositions", cells.texts.positions())
        .bind("textNorms", Columns.texts(cells.norms))
        .bind("textExacts", Columns.texts(cells.exacts))
        .bind("momentSources", cells.moments.longs(0))
        .bind("momentLows", cells.moments.longs(1))
        .bind("momentHighs", cells.moments.longs(2))
        .bind("momentStreams", cells.moments.streams())
        .bind("momentPositions", cells.moments.positions())
        .bind("momentEnds", cells.moments.shorts(3))
        .bind("amountSources", cells.amounts.longs(0))
        .bind("amountLows", Columns.doubles(cells.lows, Double::doubleValue))
        .bind("amountHighs", Columns.doubles(cells.highs, Double::doubleValue))
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
}

package dev.anamnesis.projection.search;

import dev.anamnesis.projection.VersionRows;
import dev.anamnesis.projection.VersionRows.Stored;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Code;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchParameter.Source;
import dev.anamnesis.r4.search.SearchParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The ValueSets and CodeSystems that are stored here, as they are or were at a position. */
final class Terms {

  private final Handle handle;
  private final VersionRows rows;
  private final SearchParameters parameters;
  private final OptionalLong at;

  Terms(Handle handle, VersionRows rows, SearchParameters parameters, OptionalLong at) {
    this.handle = handle;
    this.rows = rows;
    this.parameters = parameters;
    this.at = at;
  }

  /** The codes of a ValueSet that lists them, by its URL. */
  List<Code> in(String url) {
    Json.Obj set = stored("ValueSet", url).orElseThrow(() -> unknown("ValueSet"));
    if (!(set.get("compose").orElse(Json.NULL) instanceof Json.Obj compose)
        || compose.get("exclude").isPresent()) {
      throw unknown("ValueSet");
    }
    var codes = new ArrayList<Code>();
    for (Json item : compose.items("include")) {
      if (!(item instanceof Json.Obj include)
          || include.get("filter").isPresent()
          || include.get("valueSet").isPresent()) {
        throw unknown("ValueSet");
      }
      Optional<String> system = include.string("system");
      if (include.get("concept").isEmpty()) codes.add(new Code(system, Optional.empty()));
      for (Json concept : include.items("concept")) {
        if (concept instanceof Json.Obj one) codes.add(new Code(system, one.string("code")));
      }
    }
    return limited(codes);
  }

  /** A code and those under it in the hierarchy of its CodeSystem. */
  List<Code> below(Code code) {
    Json.Obj system = hierarchy(code);
    var codes = new ArrayList<Code>();
    below(system, code, false, codes);
    return limited(codes);
  }

  private static void below(Json.Obj parent, Code code, boolean inside, List<Code> into) {
    for (Json item : parent.items("concept")) {
      if (!(item instanceof Json.Obj concept)) continue;
      boolean here = inside || concept.string("code").equals(code.code());
      if (here) into.add(new Code(code.system(), concept.string("code")));
      below(concept, code, here, into);
    }
  }

  /** A code and those it is under. */
  List<Code> above(Code code) {
    var codes = new ArrayList<Code>();
    above(hierarchy(code), code, codes);
    return codes;
  }

  private static boolean above(Json.Obj parent, Code code, List<Code> into) {
    for (Json item : parent.items("concept")) {
      if (!(item instanceof Json.Obj concept)) continue;
      if (concept.string("code").equals(code.code()) || above(concept, code, into)) {
        into.add(new Code(code.system(), concept.string("code")));
        return true;
      }
    }
    return false;
  }

  private Json.Obj hierarchy(Code code) {
    return code.system()
        .filter(system -> code.code().isPresent())
        .flatMap(system -> stored("CodeSystem", system))
        .orElseThrow(() -> unknown("CodeSystem"));
  }

  private Optional<Json.Obj> stored(String type, String url) {
    long source =
        parameters
            .find(type, "url")
            .flatMap(p -> p.sources().stream().findFirst())
            .map(Source::id)
            .orElseThrow();
    var w = new Writing(at);
    w.add("select t.stream from ").rows(Table.TOKENS, "t").where(Table.TOKENS, "t");
    w.add("t.key = ").sql.value(Keys.token(source, "", url)).add(" order by t.stream desc limit 1");
    var streams = new ArrayList<Long>();
    Run.query(handle, w.sql, row -> streams.add(row.getLong(1)));
    List<Stored> found = PageQuery.versions(handle, rows, streams, at.orElse(Long.MAX_VALUE));
    return rows.opened(found).stream()
        .flatMap(version -> version.json().stream())
        .map(Json::parse)
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .findFirst();
  }

  private static List<Code> limited(List<Code> codes) {
    if (codes.size() > Lookups.MOST) {
      throw new Refused.Thrown(
          "too-many-codes", "That means more than %d codes.".formatted(Lookups.MOST));
    }
    return codes;
  }

  private static Refused.Thrown unknown(String type) {
    return new Refused.Thrown(
        "not-supported",
        "The modifier needs a %s that is stored here and lists its codes one by one."
            .formatted(type));
  }
}

package dev.anamnesis.projection.search;

import static dev.anamnesis.projection.search.Fits.MANY;
import static dev.anamnesis.projection.search.Fits.equal;
import static dev.anamnesis.projection.search.Fits.keys;

import dev.anamnesis.projection.search.Cond.Plan;
import dev.anamnesis.projection.search.Cond.Rows;
import dev.anamnesis.projection.search.Cond.Table;
import dev.anamnesis.projection.search.Filter.Code;
import dev.anamnesis.projection.search.Filter.UriMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that codes and URIs mean, and how they are looked for. */
final class TokenKeys {

  private final Lookups lookups;

  TokenKeys(Lookups lookups) {
    this.lookups = lookups;
  }

  /**
   * The condition on a resource.
   *
   * @param listed they are codes of code systems, all of which are in the dictionary
   */
  Cond fit(List<Long> sources, List<Code> codes, boolean listed, int rank) {
    if (listed) return keys(among(sources, codes, List.of()), rank);
    var anySystem = new ArrayList<Code>();
    var anyCode = new ArrayList<Code>();
    var whole = new LinkedHashMap<String, List<Code>>();
    for (Code code : codes) {
      if (code.code().isEmpty()) anyCode.add(code);
      else if (code.system().isEmpty()) anySystem.add(code);
      else whole.computeIfAbsent(code.system().get(), s -> new ArrayList<>()).add(code);
    }
    var conds = new ArrayList<Cond>();
    if (!anySystem.isEmpty()) {
      var keys = new ArrayList<Long>();
      for (Code code : anySystem) {
        for (long source : sources) keys.add(Keys.anySystem(source, code.code().orElseThrow()));
      }
      conds.add(keys(among(sources, anySystem, keys), rank));
    }
    whole.forEach((system, of) -> conds.add(open(sources, system, of, rank)));
    if (!anyCode.isEmpty()) {
      conds.add(keys(listed(sources, anyCode), MANY));
      conds.add(ofSystems(sources, anyCode));
    }
    return conds.size() == 1 ? conds.getFirst() : new Cond.Any(conds);
  }

  /** Codes of one system that are not listed: keyed without their system, which stands beside. */
  private static Cond open(List<Long> sources, String system, List<Code> codes, int rank) {
    var both = new ArrayList<Long>();
    var keys = new ArrayList<Long>();
    for (Code code : codes) {
      for (long source : sources) {
        both.add(Keys.token(source, system, code.code().orElseThrow()));
        keys.add(Keys.anySystem(source, code.code().orElseThrow()));
      }
    }
    keys.addAll(both);
    List<Long> systems = sources.stream().map(source -> Keys.system(source, system)).toList();
    return new Rows(
        Table.TOKENS,
        (w, a) -> {
          equal(w, a + ".key", keys);
          // Not by the system's own index: most of what it holds has another code.
          String of = "coalesce(" + a + ".system, 0)";
          if (system.isEmpty()) {
            w.add(" and " + of + " = 0");
          } else {
            equal(w.add(" and ("), of, systems);
            equal(w.add(" or "), a + ".key", both);
            w.add(")");
          }
        },
        rank,
        () -> false,
        Plan.KEPT);
  }

  private static Cond ofSystems(List<Long> sources, List<Code> codes) {
    var systems = new ArrayList<Long>();
    for (Code code : codes) {
      for (long source : sources) systems.add(Keys.system(source, code.system().orElse("")));
    }
    return new Rows(Table.TOKENS, (w, a) -> equal(w, a + ".system", systems), MANY);
  }

  /** The keys of codes in the dictionary, of which those without a system are looked up there. */
  private Among among(List<Long> sources, List<Code> codes, List<Long> others) {
    List<String> open =
        codes.stream().filter(c -> c.system().isEmpty()).flatMap(c -> c.code().stream()).toList();
    var keys = new ArrayList<>(others);
    keys.addAll(
        listed(
            sources,
            codes.stream().filter(c -> c.system().isPresent() || c.code().isEmpty()).toList()));
    if (open.isEmpty()) return Among.of(keys);
    return Among.of(
        keys, () -> lookups.byCode(sources, open), w -> Lookups.byCode(w, sources, open));
  }

  /** The keys of codes in the dictionary. */
  List<Long> listed(List<Long> sources, List<Code> codes) {
    Set<Long> keys = new LinkedHashSet<>();
    for (Code code : codes) {
      if (code.system().isPresent() && code.code().isPresent()) {
        for (long source : sources) {
          keys.add(Keys.token(source, code.system().get(), code.code().get()));
        }
      } else if (code.code().isPresent()) {
        keys.addAll(lookups.byCode(sources, List.of(code.code().get())));
      } else {
        keys.addAll(lookups.bySystem(sources, code.system().orElse("")));
      }
    }
    return List.copyOf(keys);
  }

  List<Long> uris(List<Long> sources, UriMatch match, List<String> uris) {
    Set<Long> keys = new LinkedHashSet<>();
    for (String uri : uris) {
      switch (match) {
        case EXACT -> sources.forEach(source -> keys.add(Keys.token(source, "", uri)));
        case BELOW -> keys.addAll(lookups.below(sources, uri));
        case ABOVE -> {
          for (String above : above(uri)) {
            sources.forEach(source -> keys.add(Keys.token(source, "", above)));
          }
        }
      }
    }
    return List.copyOf(keys);
  }

  /** The URI and all it lies under. */
  private static List<String> above(String uri) {
    var above = new ArrayList<String>();
    above.add(uri);
    int start = uri.indexOf("://") < 0 ? 0 : uri.indexOf("://") + 3;
    for (int slash = uri.lastIndexOf('/'); slash > start; slash = uri.lastIndexOf('/', slash - 1)) {
      above.add(uri.substring(0, slash));
      above.add(uri.substring(0, slash + 1));
    }
    return above;
  }
}

package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Code;
import dev.anamnesis.projection.search.Filter.UriMatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that codes and URIs mean. */
final class TokenKeys {

  private final Lookups lookups;

  TokenKeys(Lookups lookups) {
    this.lookups = lookups;
  }

  List<Long> of(List<Long> sources, List<Code> codes) {
    Set<Long> keys = new LinkedHashSet<>();
    for (Code code : codes) add(keys, sources, code);
    return List.copyOf(keys);
  }

  private void add(Set<Long> keys, List<Long> sources, Code code) {
    if (code.system().isPresent() && code.code().isPresent()) {
      for (long source : sources) {
        keys.add(Keys.token(source, code.system().get(), code.code().get()));
      }
    } else if (code.code().isPresent()) {
      for (long source : sources) keys.add(Keys.anySystem(source, code.code().get()));
      keys.addAll(lookups.byCode(sources, code.code().get()));
    } else {
      String system = code.system().orElse("");
      for (long source : sources) keys.add(Keys.anyCode(source, system));
      keys.addAll(lookups.bySystem(sources, system));
    }
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

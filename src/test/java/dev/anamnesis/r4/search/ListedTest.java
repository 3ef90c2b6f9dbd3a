package dev.anamnesis.r4.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Examples;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.search.SearchParameter.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A search by a listed parameter looks into the dictionary only, so all its codes must be there.
 */
class ListedTest {

  private final Extractor extractor = new Extractor(SearchParameters.R4, "");

  @Test
  void what_is_found_for_a_parameter_of_listed_codes_is_listed() throws IOException {
    var wrong = new TreeSet<String>();
    int looked = 0;
    for (Path file : Examples.resources()) {
      if (Files.size(file) > 20_000) continue;
      String text = Files.readString(file);
      if (!(Json.parse(text) instanceof Json.Obj resource)) continue;
      String type = resource.string("resourceType").orElseThrow();
      Set<Long> listed = listed(type);
      for (var found : extractor.of(type, Elements.parse(text)).found()) {
        if (!listed.contains(found.source().id())) continue;
        looked++;
        if (found.value() instanceof SearchValue.Token token && !token.listed()) {
          wrong.add(found.source().name());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(looked).isGreaterThan(10_000);
  }

  private static Set<Long> listed(String type) {
    var ids = new HashSet<Long>();
    for (SearchParameter parameter : SearchParameters.R4.of(type).values()) {
      if (parameter.kind() == SearchKind.TOKEN && parameter.isListed()) {
        for (Source source : parameter.sources()) ids.add(source.id());
      }
    }
    return ids;
  }
}

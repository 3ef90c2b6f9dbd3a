package dev.anamnesis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementsTest {

  @Test
  void members_stand_in_the_order_of_their_owners_and_twins_behind_them() {
    var members = new LinkedHashMap<String, String>();
    for (String name : List.of("_given", "given", "family", "_family", "givenName", "a")) {
      members.put(name, "1");
    }
    assertThat(Elements.of(members).members().keySet())
        .containsExactly("a", "family", "_family", "given", "_given", "givenName");
  }

  @Test
  void the_order_is_that_of_owners_whatever_the_names() {
    Comparator<String> specified =
        Comparator.comparing(Elements::owner).thenComparing(Comparator.reverseOrder());
    var random = new Random(5);
    for (int round = 0; round < 2_000; round++) {
      var names = new ArrayList<String>();
      for (int many = random.nextInt(12); many >= 0; many--) {
        var name = new StringBuilder();
        for (int length = random.nextInt(5); length >= 0; length--) {
          name.append("ab_Z0".charAt(random.nextInt(5)));
        }
        if (!names.contains(name.toString())) names.add(name.toString());
      }
      var members = new LinkedHashMap<String, String>();
      for (String name : names) members.put(name, "1");
      names.sort(specified);
      assertThat(Elements.of(members).members().keySet()).containsExactlyElementsOf(names);
    }
  }
}

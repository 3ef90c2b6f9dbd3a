package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Values that are kept once and asked for in several ways. */
class SharedValuesTest {

  private static final LiveServer SERVER = LiveServer.shared();
  private static final Pattern ID = Pattern.compile("/Patient/([a-z0-9-]+)\"");

  private final String mark = "s" + UUID.randomUUID().toString().substring(0, 8);

  private void put(String id, String members) {
    var answer =
        SERVER.put(
            "/Patient/" + mark + id,
            "{\"resourceType\":\"Patient\",\"id\":\"%s\",%s}"
                .formatted(mark + id, members.replace("~", mark)));
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
  }

  private List<String> ids(String search) {
    var answer =
        SERVER.get("/Patient?_elements=id&" + search.replace("~", mark).replace("|", "%7C"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ID.matcher(answer.body())
        .results()
        .map(found -> found.group(1).replaceFirst(mark, ""))
        .filter(id -> id.length() == 1)
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void one_value_under_several_systems_is_found_under_each() {
    put(
        "a",
        "\"identifier\":[{\"system\":\"urn:~a\",\"value\":\"~1\"},{\"system\":\"urn:~b\",\"value\":\"~1\"},{\"value\":\"~1\"}]");
    put(
        "b",
        "\"identifier\":[{\"system\":\"urn:~b\",\"value\":\"~1\"},{\"system\":\"urn:~a\",\"value\":\"~2\"}]");

    assertThat(ids("identifier=urn:~a|~1")).containsExactly("a");
    assertThat(ids("identifier=urn:~b|~1")).containsExactly("a", "b");
    assertThat(ids("identifier=urn:~c|~1")).isEmpty();
    assertThat(ids("identifier=~1")).containsExactly("a", "b");
    assertThat(ids("identifier=|~1")).containsExactly("a");
    assertThat(ids("identifier=urn:~a|")).containsExactly("a", "b");
    assertThat(ids("identifier=urn:~a|~2,urn:~b|~2")).containsExactly("b");
    assertThat(ids("identifier=urn:~b|~2,urn:~a|~1")).containsExactly("a");
    assertThat(ids("identifier:not=urn:~a|~1&identifier=~1")).containsExactly("b");

    put("a", "\"identifier\":[{\"system\":\"urn:~b\",\"value\":\"~1\"}]");
    assertThat(ids("identifier=urn:~a|~1")).isEmpty();
    assertThat(ids("identifier=urn:~a|")).containsExactly("b");
    assertThat(ids("identifier=urn:~b|~1")).containsExactly("a", "b");
  }

  @Test
  void an_identifier_is_found_by_what_its_type_is_called() {
    put("a", "\"identifier\":[{\"type\":{\"text\":\"~ Record Number\"},\"value\":\"1\"}]");
    put("b", "\"identifier\":[{\"type\":{\"text\":\"~ record number\"},\"value\":\"2\"}]");

    assertThat(ids("identifier:text=~ record".replace(" ", "%20"))).containsExactly("a", "b");
    put("a", "\"active\":true");
    assertThat(ids("identifier:text=~ record".replace(" ", "%20"))).containsExactly("b");
  }

  @Test
  void a_name_is_found_as_a_whole_and_by_its_parts() {
    put("a", "\"name\":[{\"family\":\"Fa~\",\"given\":[\"Gi~\"],\"prefix\":[\"Pre~\"]}]");
    put(
        "b",
        "\"name\":[{\"text\":\"Gi~ in full\"}],\"address\":[{\"city\":\"Ci~\",\"text\":\"Ci~\"}]");

    assertThat(ids("name=fa~")).containsExactly("a");
    assertThat(ids("name=gi~")).containsExactly("a", "b");
    assertThat(ids("name=pre~")).containsExactly("a");
    assertThat(ids("given=gi~")).containsExactly("a");
    assertThat(ids("family=gi~")).isEmpty();
    assertThat(ids("phonetic=fa~")).containsExactly("a");
    assertThat(ids("name:exact=Fa~")).containsExactly("a");
    assertThat(ids("name:exact=fa~")).isEmpty();
    assertThat(ids("address=ci~")).containsExactly("b");
    assertThat(ids("address-city=ci~")).containsExactly("b");
    assertThat(ids("name=fa~&given:contains=i~")).containsExactly("a");

    put("a", "\"name\":[{\"text\":\"Fa~\"}]");
    assertThat(ids("name=fa~")).containsExactly("a");
    assertThat(ids("family=fa~")).isEmpty();
    assertThat(ids("name=gi~")).containsExactly("b");
  }
}

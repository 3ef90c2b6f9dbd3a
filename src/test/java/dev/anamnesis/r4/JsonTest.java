package dev.anamnesis.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "01",
        "+1",
        "1.",
        ".5",
        "1e",
        "nul",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "{} {}",
        "{a:1}",
        "NaN"
      })
  void what_is_no_json_is_refused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(Json.Malformed.class);
  }

  @Test
  void a_text_that_nests_too_deep_is_refused() {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(Json.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1.00,\"a\":[1E2,-0,0.10e-7,null,true,false,{}],\"c\":\"x\\\"\\\\\\n\\u0001é😀/\"}",
        "[]",
        "\"\"",
        "-0.0"
      })
  void canonical_text_comes_back_as_it_was(String text) {
    assertThat(Json.parse(text).text()).isEqualTo(text);
  }

  @Test
  void white_space_and_needless_escapes_go() {
    assertThat(Json.parse(" { \"a\" : [ 1 , \"\\u0041\\/\" ] } ").text())
        .isEqualTo("{\"a\":[1,\"A/\"]}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 17, 200})
  void an_object_keeps_its_members_and_their_order_however_many(int many) {
    var members = new LinkedHashMap<String, Json>();
    for (int at = many; at > 0; at--) members.put("m" + at, new Json.Num(Integer.toString(at)));
    var object = new Json.Obj(members);
    assertThat(object).isEqualTo(Json.parse(object.text()));
    assertThat(object.members().keySet()).containsExactlyElementsOf(members.keySet());
    assertThat(object.members()).isEqualTo(members).hasSameHashCodeAs(members);
    for (String name : members.keySet()) {
      assertThat(object.get(name)).contains(members.get(name));
    }
    assertThat(object.get("m0")).isEmpty();
    assertThat(object.members().containsKey("m0")).isFalse();
  }

  @Test
  void of_many_members_a_doubled_one_is_refused_too() {
    var text = new StringBuilder("{\"a\":1");
    for (int at = 0; at < 40; at++) text.append(",\"b").append(at).append("\":1");
    assertThatThrownBy(() -> Json.parse(text + ",\"b39\":2}")).isInstanceOf(Json.Malformed.class);
    assertThatThrownBy(() -> Json.parse(text + ",\"a\":2}")).isInstanceOf(Json.Malformed.class);
  }
}

package dev.anamnesis.r4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}

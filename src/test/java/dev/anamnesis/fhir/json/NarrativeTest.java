package dev.anamnesis.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarrativeTest {

  private static final String OPEN = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p>Ann &amp; Bo, 5 &lt; 6</p></div>",
        "<table class=\"t\"><tr><td>1</td><td/></tr></table>é</div>",
        "<p style='a'>two <i>ways</i> to quote</p><!-- kept --></div>",
        "</div>"
      })
  void well_formed_formatting_is_safe(String rest) {
    assertThat(Narrative.isSafe(OPEN + rest)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script></div>",
        "<p onclick=\"a()\">x</p></div>",
        "<p class=\"a\" onclick=\"a()\">x</p></div>",
        "<iframe/></div>",
        "<p>x</div>",
        "<p>x</i></div>",
        "x</div>y",
        "x",
        "<p class=\"<\">x</p></div>",
        "a & b</div>",
        "]]></div>",
        "<p class=\"a\" class=\"b\"/></div>",
        "\u0001</div>",
        "</div></div>"
      })
  void what_is_not_is_refused(String rest) {
    assertThat(Narrative.isSafe(OPEN + rest)).isFalse();
  }

  @Test
  void what_is_taken_at_one_look_the_parser_takes_too() {
    var parts =
        List.of(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br/>",
            "<br />",
            "<a href=\"#x\">",
            "</a>",
            "text ",
            "&amp;",
            "&#160;",
            "&x;",
            ">",
            "]]>",
            "<script>",
            "</script>",
            " onclick=\"x\"",
            "\"",
            "<!-- -->",
            "<x:y/>",
            "é",
            "😀",
            "</div>",
            "<div>",
            "<p xmlns=\"a\">",
            "<P>",
            "<p-q>",
            "</p-q>");
    var random = new Random(3);
    int taken = 0;
    for (int round = 0; round < 60_000; round++) {
      var div = new StringBuilder(OPEN);
      for (int part = random.nextInt(6); part > 0; part--) {
        div.append(parts.get(random.nextInt(parts.size())));
      }
      String whole = div.append("</div>").toString();
      if (!PlainNarrative.isSafe(whole)) continue;
      taken++;
      assertThat(Narrative.isParsedSafe(whole)).as(whole).isTrue();
    }
    assertThat(taken).isGreaterThan(1_000);
  }
}

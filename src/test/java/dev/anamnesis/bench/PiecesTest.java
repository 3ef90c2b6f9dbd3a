package dev.anamnesis.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static int first(String in, String text) {
    byte[] bytes = Find.text(in);
    return Find.first(bytes, 0, bytes.length, Find.text(text));
  }

  @Test
  void text_is_found_where_it_first_stands_as_string_search_finds_it() {
    var texts = List.of("a", "aa", "aba", "abab", "bba", "\"next\"", "b\"b", "xyz");
    var places =
        List.of(
            "", "a", "aaaaa", "abacababab", "bbbabba", "a\"next\"b\"bb", "aabababbaba", "xyxyz");
    for (String text : texts) {
      for (String place : places) {
        assertThat(first(place, text)).as(text + " in " + place).isEqualTo(place.indexOf(text));
      }
    }
  }

  @Test
  void what_is_counted_does_not_overlap() {
    byte[] in = Find.text("aaaa b aa");
    assertThat(Find.count(in, 0, in.length, Find.text("aa"))).isEqualTo(3);
    assertThat(Find.count(in, 1, in.length, Find.text("aa"))).isEqualTo(2);
  }

  @Test
  void a_form_takes_as_many_values_as_it_has_places() {
    var form = new Form("{%s,%s}");
    assertThat(form.fill("a", 1)).isEqualTo("{a,1}");
    assertThatThrownBy(() -> form.fill("a")).hasMessage("2 places, 1 values");
  }

  @Test
  void no_time_of_the_diary_is_given_out_twice() {
    var seen = new HashSet<String>();
    for (long n = 0; n < 300_000; n++) {
      Diary.Time time = Diary.at(n);
      seen.add(time.practitioner() + " " + time.start());
    }
    assertThat(seen).hasSize(300_000);
    assertThat(Diary.at(0))
        .isEqualTo(new Diary.Time(0, "2031-01-01T08:00:00", "2031-01-01T08:20:00", "2030-12-01"));
  }

  @Test
  void the_same_seed_gives_the_same_people() {
    var names = new Names("b");
    assertThat(new People(5, names).patient("x", "1"))
        .isEqualTo(new People(5, names).patient("x", "1"))
        .isNotEqualTo(new People(6, names).patient("x", "1"));
  }

  @Test
  void a_row_shows_the_goal_and_the_peer_beside_what_was_measured() {
    var row =
        new Measured(
            "read Patient",
            16,
            1234,
            new Measured.Waits(1, 2, 3),
            0,
            new Cpu.Used(0.03, 0.01, 0.01));
    assertThat(row.row())
        .isEqualTo(
            "| read Patient | 16 | 1,234 | 1.00 | 2.00 | 3.00 | 0 | 0.040 | 0.030 | 0.010 | 25 % | 0.045 | 1.1 |");
  }

  @Test
  void every_goal_is_of_a_scenario_there_is() {
    var seeded = new Seeded(new Names("b"), new Diary(0), 10, "2026-01-01T00:00:00Z");
    var names = new HashSet<String>();
    new Reads(seeded).all().forEach(s -> names.add(s.name()));
    new Writes(seeded, List.of()).all().forEach(s -> names.add(s.name()));
    assertThat(names).containsAll(Goal.ALL.stream().map(Goal::scenario).toList());
  }

  @Test
  void a_server_that_closes_after_an_answer_is_connected_to_again() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(
          () -> {
            while (!server.isClosed()) {
              try (var accepted = server.accept()) {
                var in = accepted.getInputStream();
                var asked = new StringBuilder();
                while (asked.indexOf("\r\n\r\n") < 0) asked.append((char) in.read());
                accepted.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                return;
              }
            }
          });
      var base = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/fhir");
      try (var wire = new Wire(base)) {
        for (int round = 0; round < 3; round++) {
          assertThat(wire.send(Wire.Call.get("/Patient/1")).text()).isEqualTo("{}");
        }
      }
    }
  }
}

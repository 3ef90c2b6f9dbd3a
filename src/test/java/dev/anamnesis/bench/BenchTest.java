package dev.anamnesis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import dev.anamnesis.server.LiveServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Every scenario once, at a real server, for as short as can be. */
class BenchTest {

  private final ByteArrayOutputStream words = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(words, true, StandardCharsets.UTF_8);
  private final Pace pace = new Pace(List.of(2), 0.05, 0.02);

  /** Of its own, for it fills it with people. */
  private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.with("audit", "off");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Document xml(String text) throws Exception {
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(bytes);
  }

  @Test
  void every_scenario_gets_the_answers_it_means() throws Exception {
    var base = URI.create(server.url());
    var cpu = new Cpu(List.of(ProcessHandle.current().pid()));
    var figures = new Suite(pace, 10, "", null, out).other(base, cpu, null);
    assertThat(figures.measured()).hasSize(28).allMatch(m -> m.errors() == 0 && m.rate() > 0);
    assertThat(figures.measured().stream().filter(m -> m.cpu().both() > 0)).isNotEmpty();
    assertThat(figures.failed()).isFalse();
    var json = (Json.Obj) Json.parse(figures.json());
    assertThat(json.items("scenarios")).hasSize(28);
    Document plot = xml(Bars.of(figures.measured(), 2));
    assertThat(plot.getElementsByTagName("text").getLength()).isGreaterThan(2 * 28);
    assertThat(words.toString(StandardCharsets.UTF_8)).contains("| $everything | 2 | ");
  }

  @Test
  void growth_is_told_by_size_and_by_the_versions_of_one_resource() throws Exception {
    var base = URI.create(server.url());
    var grown = new Growth(pace, 100, 200, out).at(base, new Cpu(List.of()));
    assertThat(Grown.scenarios(grown.sizes())).hasSize(13);
    assertThat(Grown.scenarios(grown.hot())).hasSize(5);
    assertThat(grown.hot().stream().map(Grown.Point::size).distinct())
        .containsExactly(50L, 100L, 200L);
    assertThat(grown.sizes()).allMatch(p -> p.measured().errors() == 0);
    assertThat(grown.hot()).allMatch(p -> p.measured().errors() == 0);
    var json = (Json.Obj) Json.parse(grown.json());
    assertThat(json.items("sizes")).hasSize(13);
    assertThat(xml(Lines.of(grown)).getElementsByTagName("circle").getLength()).isEqualTo(13 + 15);
  }
}

package dev.anamnesis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.server.LiveServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Synthea's transactions, unmodified: what they refer to by identifier is made first. */
class SyntheaTest {

  private static final Path FOLDER = Path.of("src/test/resources/synthea");

  @TempDir Path beside;

  private static List<Refused> load(LiveServer server, Path journal, boolean placeholders)
      throws Exception {
    var base = new FhirBase(URI.create(server.url()), Duration.ofMillis(1));
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    List<SourceFile> files = SourceFile.in(FOLDER);
    try (var kept = Journal.open(journal, server.url())) {
      Optional<Placeholders> made =
          placeholders ? Optional.of(new Placeholders(base)) : Optional.empty();
      var progress = new Progress(silent, files.size(), 1);
      return new Loader(base, new Parcels(200), kept, made, progress).load(files, 2);
    }
  }

  private static String total(LiveServer server, String search) {
    String body = server.get(search).body();
    return body.substring(body.indexOf("\"total\":") + 8).split(",")[0];
  }

  @Test
  void bundles_load_as_they_are_and_once() throws Exception {
    try (var server = LiveServer.with("max-body", "4000000")) {
      assertThat(load(server, beside.resolve("strict"), false).stream().map(Refused::code))
          .containsExactly("reference-matches-none", "reference-matches-none");
      assertThat(total(server, "/_history?_count=0")).isEqualTo("0");

      assertThat(load(server, beside.resolve("journal"), true)).isEmpty();
      String versions = total(server, "/_history?_count=0");
      assertThat(total(server, "/Patient?_summary=count")).isEqualTo("2");
      String tagged = "?_tag=https://anamnesis.dev/tags%7Cplaceholder&_summary=count";
      long made = 0;
      for (String type : List.of("Practitioner", "Organization", "Location")) {
        made += Long.parseLong(total(server, "/" + type + tagged));
      }
      assertThat(Long.parseLong(versions)).isEqualTo(146 + 158 + made);

      assertThat(load(server, beside.resolve("journal"), true)).isEmpty();
      assertThat(total(server, "/_history?_count=0")).isEqualTo(versions);
    }
  }
}

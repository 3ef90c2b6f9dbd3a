package dev.anamnesis.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.anamnesis.r4.Json;
import dev.anamnesis.server.LiveServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is loaded whole, once, and what is refused is told. */
class LoadTest {

  private final LiveServer server = LiveServer.shared();
  private final String id = UUID.randomUUID().toString();

  @TempDir Path folder;
  @TempDir Path beside;

  private static String patient(String id, String more) {
    return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"" + more + "}";
  }

  private List<Refused> load(URI base) throws IOException, InterruptedException {
    var files = SourceFile.in(folder);
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (var journal = Journal.open(beside.resolve("journal"), base.toString())) {
      var loader =
          new Loader(
              new FhirBase(base, Duration.ofMillis(1)),
              new Parcels(100),
              journal,
              Optional.empty(),
              new Progress(silent, files.size(), 1));
      return loader.load(files, 3);
    }
  }

  private List<Refused> load() throws IOException, InterruptedException {
    return load(URI.create(server.url()));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out =
            name.endsWith(".gz")
                ? new GZIPOutputStream(plain)
                : name.endsWith(".bz2") ? new BZip2CompressorOutputStream(plain) : plain) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private int status(String path) {
    return server.get(path).statusCode();
  }

  private String total() {
    String body = server.get("/_history?_count=0").body();
    return body.substring(body.indexOf("\"total\""), body.indexOf(",", body.indexOf("\"total\"")));
  }

  @Test
  void every_kind_of_file_is_loaded_and_a_second_run_sends_nothing() throws Exception {
    write("single.json", patient(id + "-a", ""));
    write(
        "deep/within.ndjson.gz",
        IntStream.range(0, 250)
            .mapToObj(n -> patient(id + "-" + n, ",\"active\":true"))
            .collect(Collectors.joining("\n\n")));
    write(
        "transaction.json.bz2",
        """
        {"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:%s","resource":%s,
          "request":{"method":"PUT","url":"Patient/%s-t"}}]}"""
            .formatted(id, patient(id + "-t", ""), id));
    write(
        "collection.json",
        """
        {"resourceType":"Bundle","type":"collection","entry":[
          {"fullUrl":"urn:uuid:6103d742-31b1-3e24-9552-034b3b85ae3d","resource":%s},
          {"fullUrl":"urn:uuid:6103d742-31b1-3e24-9552-034b3b85ae3e","resource":
            {"resourceType":"Encounter","id":"%s-e","status":"planned","class":{"code":"AMB"},
             "subject":{"reference":"urn:uuid:6103d742-31b1-3e24-9552-034b3b85ae3d"}}}]}"""
            .formatted(patient(id + "-c", ""), id));
    write("notes.txt", "no resource");

    assertThat(load()).isEmpty();
    for (String end : List.of("a", "0", "249", "t", "c")) {
      assertThat(status("/Patient/" + id + "-" + end)).as(end).isEqualTo(200);
    }
    assertThat(server.get("/Encounter/" + id + "-e").body())
        .contains("\"subject\":{\"reference\":\"Patient/" + id + "-c\"}");

    String before = total();
    Files.delete(folder.resolve("single.json"));
    write("again.json", patient(id + "-a", ""));
    assertThat(load()).isEmpty();
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void one_bad_line_does_not_keep_the_others_out() throws Exception {
    write(
        "mixed.ndjson",
        String.join(
            "\n",
            patient(id + "-1", ""),
            patient(id + "-2", ",\"secret\":\"Jane\""),
            patient(id + "-3", "")));
    List<Refused> refused = load();
    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().line())
        .startsWith("mixed.ndjson\t1\t400\tunknown-element\t")
        .doesNotContain("Jane");
    assertThat(status("/Patient/" + id + "-1")).isEqualTo(200);
    assertThat(status("/Patient/" + id + "-2")).isEqualTo(404);
    assertThat(status("/Patient/" + id + "-3")).isEqualTo(200);
  }

  @Test
  void a_transaction_is_taken_whole_or_not_and_its_entry_is_named() throws Exception {
    write(
        "bad.json",
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"resource":%s,"request":{"method":"PUT","url":"Patient/%s-1"}},
          {"resource":%s,"request":{"method":"PUT","url":"Patient/%s-2"}}]}"""
            .formatted(patient(id + "-1", ""), id, patient(id + "-2", ",\"gender\":1"), id));
    assertThat(load().stream().map(Refused::line).map(l -> l.split("\t")[1] + l.split("\t")[2]))
        .containsExactly("1400");
    assertThat(status("/Patient/" + id + "-1")).isEqualTo(404);
  }

  @Test
  void what_is_no_json_is_told_and_the_rest_is_loaded() throws Exception {
    write("a.json", "{\"resourceType\":");
    write("b.ndjson", patient(id, "") + "\nnonsense");
    write("c.json.gz", patient(id + "-c", ""));
    Files.writeString(folder.resolve("d.json.bz2"), "not packed");
    assertThat(load().stream().map(r -> r.file() + " " + r.code()))
        .containsExactlyInAnyOrder("a.json json-syntax", "b.ndjson json-syntax", "d.json.bz2 io");
    assertThat(status("/Patient/" + id + "-c")).isEqualTo(200);
  }

  @Test
  void a_resource_that_comes_twice_has_both_versions_in_their_order() throws Exception {
    write(
        "twice.ndjson", patient(id, ",\"active\":false") + "\n" + patient(id, ",\"active\":true"));
    assertThat(load()).isEmpty();
    assertThat(server.get("/Patient/" + id).body())
        .contains("\"versionId\":\"2\"")
        .contains("\"active\":true");
  }

  @Test
  void a_busy_server_is_asked_again_with_the_same_key() throws Exception {
    var keys = Collections.synchronizedList(new ArrayList<String>());
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          exchange.getRequestBody().readAllBytes();
          if (keys.size() == 1) {
            exchange.close();
            return;
          }
          byte[] body =
              "{\"entry\":[{\"response\":{\"status\":\"201\"}}]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(keys.size() < 4 ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    write("single.json", patient(id, ""));
    try {
      assertThat(load(URI.create("http://127.0.0.1:" + http.getAddress().getPort()))).isEmpty();
    } finally {
      http.stop(0);
    }
    assertThat(keys).hasSize(4);
    assertThat(keys.stream().distinct()).hasSize(1);
  }

  @Test
  void conditional_references_are_found_and_patients_are_never_made_up() {
    var parcel =
        Parcel.of(
            "f",
            List.of(0),
            "{\"entry\":[{\"a\":{\"reference\":\"Organization?identifier=s|1\"},\"b\":{\"reference\":\"Patient/1\"},\"u\":\"http://x?y\"}]}",
            Parcel.Kind.TRANSACTION);
    assertThat(parcel.conditionalReferences()).containsExactly("Organization?identifier=s|1");
    assertThat(Placeholders.entry("Organization?identifier=http://s|1"))
        .map(Json::parse)
        .contains(
            Json.parse(
                """
                {"resource":{"resourceType":"Organization",
                  "meta":{"tag":[{"system":"https://anamnesis.dev/tags","code":"placeholder"}]},
                  "identifier":[{"system":"http://s","value":"1"}]},
                 "request":{"method":"POST","url":"Organization",
                  "ifNoneExist":"identifier=http://s|1"}}"""));
    for (String other :
        List.of("Patient?identifier=s|1", "Organization?name=x", "Organization?identifier=a,b")) {
      assertThat(Placeholders.entry(other)).as(other).isEmpty();
    }
  }
}

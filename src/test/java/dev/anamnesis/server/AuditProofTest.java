package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proofs, disclosures and verification as somebody outside uses them. */
class AuditProofTest {

  private static final LiveServer SERVER = LiveServer.shared();

  private static void put(String id, String birthDate) {
    String body =
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"birthDate\":\"%s\"}"
            .formatted(id, birthDate);
    assertThat(SERVER.put("/Patient/" + id, body).statusCode()).isLessThan(300);
  }

  private record Ran(int exit, String out) {}

  private static Ran verifier(Path heads) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "conformance/VerifyAudit.java", SERVER.url(), heads.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ran(process.waitFor(), out);
  }

  @Test
  void a_verifier_that_has_nothing_but_java_follows_the_heads_and_finds_a_forged_one()
      throws Exception {
    Path heads = SERVER.data.resolve("audit-heads");
    for (int at = 0; at < 5; at++) {
      put("aup-" + at % 2, "190" + at);
      assertThat(SERVER.get("/$audit-proof?tree=log").statusCode()).isEqualTo(200);
      assertThat(SERVER.get("/$audit-proof?tree=access&position=1").statusCode()).isEqualTo(200);
    }
    Ran sound = verifier(heads);
    assertThat(sound.out()).contains("Sound.").doesNotContain("NOT");
    assertThat(sound.exit()).isZero();

    Path forged = Files.createTempDirectory(Path.of("target"), "forged");
    for (String file : List.of("key.pub", "access.heads")) {
      Files.copy(heads.resolve(file), forged.resolve(file));
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(heads.resolve("log.heads")));
    lines.set(1, lines.get(1).replaceFirst(" [0-9a-f]{4}", " 0000"));
    Files.write(forged.resolve("log.heads"), lines);
    assertThat(verifier(forged).exit()).isEqualTo(1);
  }

  @Test
  void the_key_is_its_owners_alone() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(SERVER.data.resolve("audit.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void verify_checks_a_database_that_is_served() throws Exception {
    put("aup-3", "1999");
    var out = new java.io.ByteArrayOutputStream();
    var before = System.out;
    int exit;
    try {
      System.setOut(new java.io.PrintStream(out, true));
      exit = new picocli.CommandLine(new VerifyCommand()).execute("--data", SERVER.data.toString());
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString()).contains("Sound.").doesNotContain("NOT");
    assertThat(exit).isZero();
    assertThat(SERVER.get("/AuditEvent?type=110101&_sort=-date&_count=1&outcome=0").body())
        .contains("Audit Log Used");
  }

  @Test
  void disclosures_are_those_who_were_shown_something_in_the_period() {
    put("aup-9", "1970");
    SERVER.get("/Patient/aup-9", "X-Audit-User", "reader-aup");
    put("aup-9", "1971");
    SERVER.get("/Patient/aup-9?x=1", "X-Audit-User", "reader-aup");
    String all =
        SERVER.get("/Patient/aup-9/$accounting-of-disclosures?start=2020&_sort=date").body();
    var entries = ((Json.Obj) Json.parse(all)).items("entry");
    assertThat(entries).isNotEmpty().allMatch(entry -> entry.text().contains("\"code\":\"read\""));
    assertThat(all).contains("reader-aup").doesNotContain("\"code\":\"update\"");
    assertThat(SERVER.get("/Patient/aup-9/$accounting-of-disclosures?start=2020&end=2021").body())
        .doesNotContain("entry");
    assertThat(SERVER.get("/Patient/aup-9/$accounting-of-disclosures?start=soon").statusCode())
        .isEqualTo(400);
  }

  @Test
  void what_cannot_be_proved_is_refused() {
    for (String query :
        List.of("tree=x", "position=0", "position=999999999", "from=999999999", "size=x")) {
      assertThat(SERVER.get("/$audit-proof?" + query).statusCode()).as(query).isEqualTo(400);
    }
  }
}

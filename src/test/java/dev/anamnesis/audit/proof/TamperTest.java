package dev.anamnesis.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.audit.Access;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.audit.Caller;
import dev.anamnesis.audit.CommitWitness;
import dev.anamnesis.audit.Interaction;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Expected;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.ledger.Write;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.server.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever an owner of the database does to it is found, and named by its position. */
class TamperTest {

  /** {@code -Danamnesis.tampers=1000} for the whole of it. */
  private static final int TAMPERS = Integer.getInteger("anamnesis.tampers", 150);

  private static final Jdbi JDBI = TestDatabase.fresh();
  private static final Sealer SEALER = new Sealer(TestDatabase.vault(JDBI), new SecureRandom());
  private static Path folder = Path.of("target");
  private static long commits;
  private static long accesses;

  @BeforeAll
  static void aDatabaseThatWasSignedAsItGrew() throws Exception {
    folder = Files.createTempDirectory(Path.of("target"), "heads");
    var clock = Clock.systemUTC();
    var key = HeadKey.fromFileOrNew(folder.resolve("audit.key"));
    try (var log = new AccessLog(JDBI, AuditMode.STRICT, clock);
        var heads = new HeadWriter(JDBI, key, new HeadFolder(folder), clock, Duration.ofHours(1));
        var store =
            new PostgresEventStore(
                JDBI,
                SEALER,
                TestDatabase.vault(JDBI),
                CommitListener.of(
                    new VersionsProjection(new ResourceTypes(JDBI)), new CommitWitness(log)),
                clock,
                1000)) {
      var ledger = new Ledger(store, 1 << 20);
      for (int step = 0; step < 40; step++) {
        write(ledger, step);
        log.record(
            new Access(
                Interaction.READ,
                200,
                new Caller("u" + step % 3, "", "", "", "::1"),
                "r" + step,
                1 + step / 2,
                "",
                "",
                Set.of("p" + step % 5)));
        if (step % 10 == 7) {
          heads.sign(Subject.LOG);
          heads.sign(Subject.ACCESS);
        }
      }
    }
    commits = JDBI.withHandle(handle -> count(handle, "log.commits"));
    accesses = JDBI.withHandle(handle -> count(handle, "audit.access"));
  }

  private static void write(Ledger ledger, int step) {
    var patient = new StreamId("Patient", "p" + step % 5);
    ResourceCommand command =
        step % 11 == 10
            ? new ResourceCommand.Remove()
            : new ResourceCommand.State(
                Elements.parse("{\"birthDate\":\"%d\"}".formatted(1950 + step)));
    Method method = step % 11 == 10 ? Method.DELETE : Method.PUT;
    ledger.execute(Write.of(patient, command, Expected.ANY, method, Optional.empty()));
  }

  private static long count(Handle handle, String table) {
    return handle.createQuery("select count(*) from " + table).mapTo(Long.class).one();
  }

  private static List<Fault> faults(Handle handle) throws Exception {
    return new Verification(new HeadFolder(folder), Optional.of(SEALER), words -> {})
        .verify(handle)
        .faults();
  }

  @Test
  void what_nobody_touched_is_sound() throws Exception {
    assertThat(JDBI.withHandle(TamperTest::faults)).isEmpty();
    assertThat(new HeadFolder(folder).heads(Subject.LOG, 100)).hasSizeGreaterThan(4);
  }

  @Test
  void every_tamper_is_found_and_named_by_its_position() throws Exception {
    var random = new Random(42);
    var missed = new ArrayList<String>();
    try (Handle handle = JDBI.open()) {
      for (int at = 0; at < TAMPERS; at++) {
        handle.begin();
        long position = Tampers.one(handle, random, commits, accesses);
        List<Fault> faults = faults(handle);
        handle.rollback();
        if (faults.stream().noneMatch(fault -> fault.position() == position)) {
          missed.add("tamper " + at + " at " + position + ": " + faults);
        }
      }
      assertThat(faults(handle)).isEmpty();
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void a_caller_who_is_renamed_is_found() throws Exception {
    try (Handle handle = JDBI.open()) {
      handle.begin();
      handle.execute("set local session_replication_role = replica");
      handle.execute("update audit.callers set user_id = 'somebody' where user_id = 'u1'");
      assertThat(faults(handle)).extracting(Fault::where).containsExactly("access");
      handle.rollback();
    }
  }

  @Test
  void a_head_that_the_key_did_not_sign_is_found() throws Exception {
    Path copy = Files.createTempDirectory(Path.of("target"), "forged");
    for (String file : List.of("key.pub", "log.marks", "access.heads", "access.marks")) {
      Files.copy(folder.resolve(file), copy.resolve(file));
    }
    List<String> heads = new ArrayList<>(Files.readAllLines(folder.resolve("log.heads")));
    String forged = heads.get(1).replaceFirst("([0-9a-f]{60})", "0".repeat(60));
    heads.set(1, forged);
    Files.write(copy.resolve("log.heads"), heads);
    var report =
        JDBI.withHandle(
            handle ->
                new Verification(new HeadFolder(copy), Optional.empty(), words -> {})
                    .verify(handle));
    assertThat(report.faults()).extracting(Fault::where).containsExactly("log");
  }
}

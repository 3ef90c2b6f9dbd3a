package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A start that cannot succeed says in a sentence what to do. */
class StartTest {

  private static Path data = Path.of("target");
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws Exception {
    data = Files.createTempDirectory(Path.of("target"), "start");
    database = EmbeddedDatabase.start(data);
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  private static List<String> problems(Map<String, String> flags, Map<String, String> variables) {
    return catchThrowableOfType(
            BadStart.class,
            () -> {
              try (var app = App.start(new SettingsReader(flags, variables).read())) {
                throw new IllegalStateException("it started: " + app.url());
              }
            })
        .problems();
  }

  private static Map<String, String> on(String url) {
    return Map.of("port", "0", "database-url", url, "database-user", "postgres");
  }

  private static final Map<String, String> KEY =
      Map.of("ANAMNESIS_MASTER_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

  private static String fresh(String name) throws Exception {
    try (var connection = DriverManager.getConnection(database.url() + "?user=" + database.user());
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return database.url().replaceAll("/postgres$", "/" + name);
  }

  private static void execute(String url, String sql) throws Exception {
    try (var connection = DriverManager.getConnection(url + "?user=" + database.user());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void a_taken_port_is_told_and_the_exit_code_is_2() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path own = Files.createTempDirectory(Path.of("target"), "port");
      Path err = Files.createTempFile(Path.of("target"), "port", ".err");
      var process =
          ServerProcess.launch(
              err, "--port", Integer.toString(taken.getLocalPort()), "--data", own.toString());
      assertThat(process.waitFor()).isEqualTo(2);
      assertThat(Files.readString(err, StandardCharsets.UTF_8))
          .contains("Port %d on 127.0.0.1 is taken".formatted(taken.getLocalPort()))
          .hasLineCount(1);
    }
  }

  @Test
  void bad_settings_are_all_told_and_the_exit_code_is_2() throws Exception {
    Path err = Files.createTempFile(Path.of("target"), "settings", ".err");
    var process = ServerProcess.launch(err, "--port", "x", "--max-body", "0");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(Files.readString(err)).contains("--port takes").contains("--max-body takes");
  }

  @Test
  void a_database_that_is_not_there_is_told() {
    assertThat(problems(on("jdbc:postgresql://127.0.0.1:1/none"), KEY))
        .singleElement()
        .asString()
        .contains("cannot be reached");
    assertThat(problems(on(database.url().replaceAll("/postgres$", "/nowhere")), KEY))
        .singleElement()
        .asString()
        .contains("cannot be reached");
  }

  @Test
  void a_newer_schema_is_left_alone() throws Exception {
    String url = fresh("newer");
    App.start(new SettingsReader(on(url), KEY).read()).close();
    execute(url, "insert into anamnesis_schema (step, checksum) values ('V999__later', 1)");
    assertThat(problems(on(url), KEY)).singleElement().asString().contains("run a newer Anamnesis");
  }

  @Test
  void a_schema_step_that_was_changed_is_told() throws Exception {
    String url = fresh("changed");
    App.start(new SettingsReader(on(url), KEY).read()).close();
    execute(url, "update anamnesis_schema set checksum = 1 where step = 'V001__log'");
    assertThat(problems(on(url), KEY)).singleElement().asString().contains("was changed");
  }

  @Test
  void another_master_key_than_the_database_s_is_told() throws Exception {
    String url = fresh("keys");
    try (var app = App.start(new SettingsReader(on(url), KEY).read())) {
      new Client(app.url())
          .send("POST", "/Basic", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}");
    }
    var other = Map.of("ANAMNESIS_MASTER_KEY", "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=");
    assertThat(problems(on(url), other)).singleElement().asString().contains("give the right one");
  }

  @Test
  void a_master_key_that_is_none_is_told() throws Exception {
    String url = database.url();
    assertThat(problems(on(url), Map.of("ANAMNESIS_MASTER_KEY", "short")))
        .singleElement()
        .asString()
        .contains("32 random bytes");
    Path open =
        Files.createTempFile(
            Path.of("target"),
            "open",
            ".key",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    var flags = Map.of("database-url", url, "master-key-file", open.toString());
    assertThat(problems(flags, Map.of())).singleElement().asString().contains("chmod 600");
  }

  @Test
  void a_new_data_directory_is_its_owner_s_alone() throws Exception {
    Path made = data.resolve("made");
    DataLock.take(made, "--data").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void an_audit_journal_in_use_is_told() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "journal");
    String url = fresh("journals");
    var flags =
        Map.of(
            "port",
            "0",
            "database-url",
            url,
            "database-user",
            "postgres",
            "audit-journal",
            folder.toString());
    try (var app = App.start(new SettingsReader(flags, KEY).read())) {
      assertThat(app.url()).isNotEmpty();
      assertThat(problems(flags, KEY))
          .singleElement()
          .asString()
          .contains("Another Anamnesis uses the folder " + folder)
          .contains("--audit-journal");
    }
  }

  @Test
  void data_in_use_is_told() {
    assertThat(problems(Map.of("port", "0", "data", data.toString()), Map.of()))
        .singleElement()
        .asString()
        .contains("Another Anamnesis uses");
  }
}

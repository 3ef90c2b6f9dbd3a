package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.server.Settings.MasterKeySource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

  private static List<String> problems(Map<String, String> flags, Map<String, String> variables) {
    return catchThrowableOfType(BadStart.class, () -> new SettingsReader(flags, variables).read())
        .problems();
  }

  @Test
  void all_that_is_wrong_is_told_at_once() {
    var problems =
        problems(
            Map.of(
                "port", "99999",
                "max-body", "much",
                "host", "0.0.0.0",
                "database-url", "mysql://x",
                "base-url", "fhir.example.org/",
                "cors-origin", "https://a.example, b.example",
                "search-parameters", "/nowhere/at/all",
                "database-password-file", "/nowhere/at/all"),
            Map.of());
    assertThat(problems)
        .hasSize(9)
        .anyMatch(p -> p.contains("--port takes"))
        .anyMatch(p -> p.contains("--max-body takes"))
        .anyMatch(p -> p.contains("--insecure-public"))
        .anyMatch(p -> p.contains("--database-url takes"))
        .anyMatch(p -> p.contains("--base-url takes"))
        .anyMatch(p -> p.contains("--cors-origin takes"))
        .anyMatch(p -> p.contains("--search-parameters names"))
        .anyMatch(p -> p.contains("--database-password-file names"))
        .anyMatch(p -> p.contains("master key must be given"));
  }

  @Test
  void a_public_host_is_taken_only_when_it_is_meant() throws BadStart {
    assertThat(problems(Map.of("host", "0.0.0.0"), Map.of())).hasSize(1);
    var meant = Map.of("host", "0.0.0.0", "insecure-public", "true");
    assertThat(new SettingsReader(meant, Map.of()).read().host()).isEqualTo("0.0.0.0");
    assertThat(new SettingsReader(Map.of("host", "::1"), Map.of()).read().host()).isEqualTo("::1");
  }

  @Test
  void a_flag_wins_over_its_variable_and_blank_is_nothing() throws BadStart {
    var variables = Map.of("ANAMNESIS_PORT", "7000", "ANAMNESIS_DATA", " ");
    assertThat(new SettingsReader(Map.of(), variables).read().port()).isEqualTo(7000);
    assertThat(new SettingsReader(Map.of("port", "7001"), variables).read().port()).isEqualTo(7001);
    assertThat(new SettingsReader(Map.of(), variables).read().data()).isEqualTo(Path.of("./data"));
  }

  @Test
  void without_any_setting_it_is_a_server_of_this_machine() throws BadStart {
    assertThat(new SettingsReader(Map.of(), Map.of()).read())
        .isEqualTo(
            new Settings(
                "127.0.0.1",
                8080,
                Path.of("./data"),
                Optional.empty(),
                new MasterKeySource.Made(Path.of("./data/master.key")),
                Optional.empty(),
                16 << 20,
                AuditMode.STRICT,
                Optional.of(Path.of("./data/audit-journal")),
                Path.of("./data/audit-heads"),
                Rules.DEFAULT,
                List.of(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void audit_records_wait_beside_the_embedded_database_and_in_any_other() throws BadStart {
    var key = Map.of("ANAMNESIS_MASTER_KEY", "k");
    var external = Map.of("database-url", "jdbc:postgresql://h/d");
    assertThat(new SettingsReader(external, key).read().auditJournal()).isEmpty();
    var both = Map.of("database-url", "jdbc:postgresql://h/d", "audit-journal", "/mnt/j");
    assertThat(new SettingsReader(both, key).read().auditJournal()).contains(Path.of("/mnt/j"));
    var database = Map.of("audit-journal", "database");
    assertThat(new SettingsReader(database, Map.of()).read().auditJournal()).isEmpty();
  }

  @Test
  void no_secret_is_ever_printed() throws BadStart {
    var settings =
        new SettingsReader(
                Map.of("database-url", "jdbc:postgresql://h/d"),
                Map.of("ANAMNESIS_DATABASE_PASSWORD", "s3cret", "ANAMNESIS_MASTER_KEY", "k3y"))
            .read();
    assertThat(settings.toString()).doesNotContain("s3cret").doesNotContain("k3y");
  }
}

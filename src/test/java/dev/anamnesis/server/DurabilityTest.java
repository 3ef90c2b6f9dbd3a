package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DurabilityTest {

  private static String show(String url, String setting) throws SQLException {
    try (var connection = DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement();
        var row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String url() throws Exception {
    var lines = Files.readAllLines(LiveServer.shared().data.resolve("postgres/postmaster.pid"));
    return "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/postgres";
  }

  @Test
  void the_embedded_postgresql_flushes_what_it_commits() throws Exception {
    assertThat(show(url(), "fsync")).isEqualTo("on");
    assertThat(show(url(), "synchronous_commit")).isEqualTo("on");
    assertThat(show(url(), "full_page_writes")).isEqualTo("on");
  }

  @Test
  void its_port_is_none_that_an_outgoing_connection_may_take_before_it() throws Exception {
    assertThat(Integer.parseInt(show(url(), "port"))).isBetween(20_000, 31_999);
  }

  @Test
  void the_database_refuses_to_change_the_log() throws Exception {
    LiveServer.shared().post("/Patient", "{\"resourceType\":\"Patient\",\"active\":true}");
    try (var connection = DriverManager.getConnection(url(), "postgres", "");
        var statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "update log.commits set version = 9",
            "delete from log.commits",
            "truncate log.commits",
            "truncate log.commits_0"
          }) {
        assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("append-only");
      }
    }
  }

  @Test
  void a_second_server_on_the_same_data_is_told_so() {
    Path data = LiveServer.shared().data;

    assertThatThrownBy(() -> EmbeddedDatabase.start(data))
        .hasMessageContaining("Another Anamnesis uses");
  }
}

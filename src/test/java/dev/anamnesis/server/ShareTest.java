package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareTest {

  private static HikariDataSource pool(String url) throws BadStart {
    return Pool.open(url, Optional.of("postgres"), Optional.empty());
  }

  @Test
  void who_is_given_the_url_of_an_embedded_database_is_told_whose_it_is() throws Exception {
    try (var pool = pool(LiveServer.shared().databaseUrl())) {
      assertThatThrownBy(() -> Share.given(pool))
          .isInstanceOf(BadStart.class)
          .hasMessageContaining("runs it embedded");
    }
  }

  @Test
  void several_share_a_database_and_none_of_them_is_its_only_server() throws Exception {
    String url;
    try (var connection = TestDatabase.connection(TestDatabase.empty())) {
      url = connection.getMetaData().getURL();
    }
    try (var pool = pool(url)) {
      try (var one = Share.given(pool);
          var other = Share.given(pool);
          var late = Share.embedded(pool)) {
        assertThat(one.isOnly() || other.isOnly() || late.isOnly()).isFalse();
      }
      try (var alone = Share.embedded(pool)) {
        assertThat(alone.isOnly()).isTrue();
        assertThatThrownBy(() -> Share.given(pool)).isInstanceOf(BadStart.class);
      }
      try (var again = Share.given(pool)) {
        assertThat(again.isOnly()).isFalse();
      }
    }
  }
}

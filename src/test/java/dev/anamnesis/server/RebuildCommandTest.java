package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code anamnesis rebuild} beside a server that is up. */
class RebuildCommandTest {

  private static final LiveServer SERVER = LiveServer.shared();

  private static int rebuild(String... options) {
    return new CommandLine(new RebuildCommand()).execute(options);
  }

  private static int book(String id, String actor) {
    return SERVER
        .put(
            "/Appointment/" + id,
            "{\"resourceType\":\"Appointment\",\"id\":\"%s\",\"status\":\"booked\",\"start\":\"2090-01-01T09:00:00Z\",\"end\":\"2090-01-01T09:30:00Z\",\"participant\":[{\"actor\":{\"reference\":\"Practitioner/%s\"},\"status\":\"accepted\"}]}"
                .formatted(id, actor))
        .statusCode();
  }

  @Test
  void what_is_made_again_is_what_the_server_goes_on_with() {
    String actor = "r" + UUID.randomUUID().toString().substring(0, 8);
    String data = SERVER.data.toString();
    assertThat(book(actor + "-1", actor)).isEqualTo(201);
    assertThat(rebuild("--data", data, "--compare")).isZero();
    assertThat(rebuild("--data", data)).isZero();
    assertThat(book(actor + "-2", actor)).isEqualTo(409);
    assertThat(book(actor + "-1", actor)).isEqualTo(200);
    assertThat(rebuild("--data", data, "--compare")).isZero();
  }

  @Test
  void without_a_key_it_does_not_look() {
    assertThat(rebuild("--data", SERVER.data.toString(), "--master-key-file", "/nowhere/key"))
        .isEqualTo(2);
  }
}

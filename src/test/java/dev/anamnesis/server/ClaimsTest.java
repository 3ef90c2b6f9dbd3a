package dev.anamnesis.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the CapabilityStatement says is so. */
class ClaimsTest {

  /** So many includes go with a search, that no URL is too long. */
  private static final int TOGETHER = 40;

  private final LiveServer server = LiveServer.shared();

  @Test
  void each_include_that_is_claimed_is_answered() throws IOException {
    JsonNode statement = new ObjectMapper().readTree(server.get("/metadata").body());
    var refused = new TreeSet<String>();
    int asked = 0;
    for (JsonNode type : statement.at("/rest/0/resource")) {
      for (String member : new String[] {"searchInclude", "searchRevInclude"}) {
        String parameter = member.equals("searchInclude") ? "_include" : "_revinclude";
        var some = new ArrayList<String>();
        for (JsonNode claimed : type.path(member)) some.add(parameter + '=' + claimed.asText());
        asked += some.size();
        for (int at = 0; at < some.size(); at += TOGETHER) {
          String path =
              '/'
                  + type.path("type").asText()
                  + "?_count=1&"
                  + String.join("&", some.subList(at, Math.min(some.size(), at + TOGETHER)));
          var answer = server.get(path);
          if (answer.statusCode() != 200) refused.add(path + ' ' + answer.statusCode());
        }
      }
    }

    assertThat(refused).isEmpty();
    assertThat(asked).isGreaterThan(1000);
  }
}

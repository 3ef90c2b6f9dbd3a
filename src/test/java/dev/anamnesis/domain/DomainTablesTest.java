package dev.anamnesis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What is claimed of states is what the code decides by. */
class DomainTablesTest {

  @Test
  void the_tables_are_those_of_the_code() throws Exception {
    String text = Files.readString(DomainTables.FILE);
    assertThat(text).isEqualTo(DomainTables.inserted(text)).contains("draft --> active");
  }
}

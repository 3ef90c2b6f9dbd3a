package dev.anamnesis.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run found.
 *
 * @param notes words for people, one a line
 * @param facts numbers by name
 */
record Figures(List<Measured> measured, List<String> notes, List<Fact> facts) {

  record Fact(String name, double value) {}

  Figures {
    measured = List.copyOf(measured);
    notes = List.copyOf(notes);
    facts = List.copyOf(facts);
  }

  String json() {
    String all =
        facts.stream()
            .map(f -> String.format(Locale.ROOT, "\"%s\":%.1f", f.name(), f.value()))
            .collect(Collectors.joining(","));
    String rows = measured.stream().map(Measured::json).collect(Collectors.joining(",\n"));
    return "{\"cores\":%d,\"java\":\"%s\",\"facts\":{%s},\n\"scenarios\":[\n%s]}\n"
        .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version(), all, rows);
  }

  boolean failed() {
    return measured.stream().anyMatch(m -> m.errors() > 0);
  }
}

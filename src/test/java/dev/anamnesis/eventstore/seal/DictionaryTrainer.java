package dev.anamnesis.eventstore.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import dev.anamnesis.Examples;
import dev.anamnesis.domain.Elements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes {@code zstd/r4-1.dict}. Once released a dictionary never changes: a new one gets a new
 * number.
 */
public final class DictionaryTrainer {

  private static final int SIZE = 48 << 10;
  private static final Set<String> MOSTLY_DEFINITIONS =
      Set.of(
          "ValueSet",
          "CodeSystem",
          "StructureDefinition",
          "SearchParameter",
          "ConceptMap",
          "Bundle",
          "OperationDefinition",
          "CapabilityStatement",
          "CompartmentDefinition",
          "NamingSystem");

  private DictionaryTrainer() {}

  /** Argument: a folder of transaction Bundles, unpacked. */
  public static void main(String[] args) throws IOException {
    var json = new ObjectMapper();
    var samples = new ArrayList<byte[]>();
    for (Path file : Examples.resources()) add(samples, json.readTree(file.toFile()));
    try (var files = Files.list(Path.of(args[0]))) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode entry : json.readTree(file.toFile()).path("entry")) {
          add(samples, entry.path("resource"));
        }
      }
    }
    byte[] dictionary = new byte[SIZE];
    long size = Zstd.trainFromBuffer(samples.toArray(byte[][]::new), dictionary);
    if (Zstd.isError(size)) throw new IllegalStateException(Zstd.getErrorName(size));
    Files.write(
        Path.of("src/main/resources/zstd/r4-1.dict"),
        java.util.Arrays.copyOf(dictionary, (int) size));
  }

  private static void add(List<byte[]> samples, JsonNode resource) {
    String type = resource.path("resourceType").asText();
    if (MOSTLY_DEFINITIONS.contains(type)) return;
    var members = new TreeMap<String, String>();
    resource
        .properties()
        .forEach(
            member -> {
              if (!Set.of("resourceType", "id").contains(member.getKey())) {
                members.put(member.getKey(), member.getValue().toString());
              }
            });
    String body = Elements.of(members).json();
    if (body.length() > 20_000) return;
    int weight = Set.of("Patient", "MedicationRequest", "Appointment").contains(type) ? 6 : 1;
    for (int i = 0; i < weight; i++) samples.add(body.getBytes(StandardCharsets.UTF_8));
    samples.add(
        ("{\"f\":[{\"put\":" + body + ",\"t\":\"record.recorded\",\"v\":1}]}")
            .getBytes(StandardCharsets.UTF_8));
  }
}

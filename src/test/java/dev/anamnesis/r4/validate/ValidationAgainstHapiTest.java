package dev.anamnesis.r4.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import dev.anamnesis.Examples;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Test;

/**
 * HAPI's validator finds the same invariants broken and the same required codes wrong. By default
 * on the samples and on a small example of every other type; on all examples with {@code
 * -Danamnesis.all-examples=true}, which takes half an hour.
 */
class ValidationAgainstHapiTest {

  private static final Path LISTED = Path.of("src/test/resources/validation-differences.txt");
  private static final int SMALL = 6_000;

  private final FhirValidator hapi = validator();

  private static FhirValidator validator() {
    FhirContext context = FhirContext.forR4Cached();
    var support =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context));
    return context.newValidator().registerValidatorModule(new FhirInstanceValidator(support));
  }

  /** What a message is: an invariant's key, a wrong code, or another check of HAPI's. */
  private static String rule(SingleValidationMessage message) {
    String id = String.valueOf(message.getMessageId());
    if (id.contains("#")) return id.substring(id.indexOf('#') + 1);
    return switch (id) {
      case "CONTAINED_ORPHAN_DOM3" -> "dom-3";
      case "Terminology_TX_Code_ValueSet" -> "unknown-code";
      default -> id.startsWith("Terminology_TX_NoValid") ? "unknown-code" : "other " + id;
    };
  }

  private Set<String> theirs(String json) {
    return hapi.validateWithResult(json).getMessages().stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(ValidationAgainstHapiTest::rule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ours(String json) {
    Json.Obj resource = (Json.Obj) Json.parse(json);
    String type = resource.string("resourceType").orElseThrow();
    return Validation.of(Item.root(type, resource)).stream()
        .map(one -> one.kind() == Broken.Kind.CODE ? "unknown-code" : one.key())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What only one of us finds: rule, by whom, to the resource. */
  private void differences(String json, String name, Map<String, String> found) {
    Set<String> mine = ours(json);
    Set<String> other = theirs(json);
    for (String rule : mine) if (!other.contains(rule)) found.put(rule + " | ours", name);
    for (String rule : other) if (!mine.contains(rule)) found.put(rule + " | HAPI's", name);
  }

  private static Map<String, String> listed() throws IOException {
    var listed = new HashMap<String, String>();
    for (String line : Files.readAllLines(LISTED)) {
      if (line.startsWith("#") || line.isBlank()) continue;
      String[] cells = line.split(" \\| ");
      assertThat(cells).as(line).hasSize(3);
      listed.put(cells[0] + " | " + cells[1], cells[2]);
    }
    return listed;
  }

  private static List<Path> examples() throws IOException {
    if (Boolean.getBoolean("anamnesis.all-examples")) return Examples.resources();
    var types = new TreeSet<String>();
    var some = new ArrayList<Path>();
    for (Path file : Examples.resources()) {
      String name = file.getFileName().toString();
      String type = name.substring(0, name.indexOf('-'));
      boolean small = Files.size(file) < SMALL && !type.equals("StructureDefinition");
      if (small && types.add(type) && types.size() % 2 == 0) some.add(file);
    }
    return some;
  }

  @Test
  void both_find_the_same_rules_broken_but_where_it_is_listed_with_a_reason() throws IOException {
    var found = new TreeMap<String, String>();
    for (var sample : Samples.ALL) differences(sample.json(), sample.json(), found);
    List<Path> examples = examples();
    assertThat(examples).hasSizeGreaterThan(50);
    for (Path file : examples) {
      differences(Files.readString(file), file.getFileName().toString(), found);
    }
    found.keySet().removeAll(listed().keySet());
    assertThat(found).isEmpty();
  }
}

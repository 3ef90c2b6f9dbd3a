package dev.anamnesis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rooms, arrows and how code looks here. */
class HouseRulesTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.anamnesis");

  private static String[] rooms(String... names) {
    return List.of(names).stream()
        .map(name -> "dev.anamnesis." + name + "..")
        .toArray(String[]::new);
  }

  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage("dev.anamnesis." + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(rooms(to))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void arrows_run_one_way() {
    never(
        "r4", "eventstore", "ledger", "projection", "audit", "security", "process", "fhir", "feed");
    never("eventstore", "ledger", "projection", "audit", "security", "process", "fhir", "feed");
    never("ledger", "projection", "audit", "process", "fhir", "feed", "server");
    never("projection", "ledger", "audit", "process", "fhir", "feed", "server");
    never("audit", "ledger", "process", "fhir", "feed", "server");
    never("process", "fhir", "feed", "server");
    never("feed", "fhir", "process", "server");
    never("fhir", "process", "feed", "server", "bench");
    never("eventstore", "server");
    never("bench", "domain", "eventstore", "ledger", "projection", "fhir");
  }

  @Test
  void the_domain_knows_java_and_nothing_else() {
    classes()
        .that()
        .resideInAPackage("dev.anamnesis.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.anamnesis.domain..", "java..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  void aggregates_do_not_know_each_other() {
    SlicesRuleDefinition.slices()
        .matching("dev.anamnesis.domain.(*)..")
        .should()
        .notDependOnEachOther()
        .check(HOUSE);
  }

  @Test
  void there_are_no_circles() {
    SlicesRuleDefinition.slices()
        .matching("dev.anamnesis.(*)..")
        .should()
        .beFreeOfCycles()
        .check(HOUSE);
  }

  @Test
  void libraries_have_their_rooms() {
    only("ca.uhn.fhir..", "fhir");
    only("org.hl7.fhir..", "fhir");
    only("org.eclipse.jetty..", "server");
    only("org.jdbi..", "eventstore", "projection", "audit", "feed", "server");
    only("com.fasterxml.jackson..", "eventstore", "fhir");
  }

  private static void only(String library, String... rooms) {
    noClasses()
        .that()
        .resideOutsideOfPackages(rooms(rooms))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(HOUSE);
  }

  private static ArchRule clocksAndDice() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms("server", "bench"))
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(java.util.Random.class);
  }

  @Test
  void clocks_and_dice_are_in_the_server_room() {
    clocksAndDice().check(HOUSE);
  }

  /** Something the rule must find. */
  static final class Offender {
    Instant late() {
      return Instant.now();
    }
  }

  @Test
  void a_rule_that_is_broken_says_so() {
    var offender = new ClassFileImporter().importClasses(Offender.class);
    assertThatThrownBy(() -> clocksAndDice().check(offender))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("late");
  }

  @Test
  void names_say_what_a_thing_is() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(HOUSE);
  }

  @Test
  void every_package_is_null_marked() throws IOException {
    try (var folders = Files.walk(Path.of("src/main/java/dev/anamnesis"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (sources(folder) == 0) continue;
        assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked");
      }
    }
  }

  private static long sources(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).count();
    }
  }

  @Test
  void no_file_is_longer_than_300_lines() throws IOException {
    try (var files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
      }
    }
  }
}

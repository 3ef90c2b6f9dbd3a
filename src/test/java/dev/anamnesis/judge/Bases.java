package dev.anamnesis.judge;

import dev.anamnesis.Examples;
import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Examples to be changed: those that are small, and none that defines something. */
record Bases(List<Path> files) {

  private static final Set<String> DEFINITIONS =
      Set.of(
          "StructureDefinition",
          "ValueSet",
          "CodeSystem",
          "SearchParameter",
          "ImplementationGuide",
          "CompartmentDefinition",
          "OperationDefinition",
          "ConceptMap",
          "StructureMap",
          "NamingSystem",
          "AuditEvent");

  /** Quick to judge. */
  static Bases small() {
    return upTo(2_000, 1);
  }

  static Bases large() {
    return upTo(6_000, 12);
  }

  /**
   * @param bytes of the largest
   * @param each how many of a type at most
   */
  private static Bases upTo(long bytes, int each) {
    var count = new java.util.HashMap<String, Integer>();
    return new Bases(
        Examples.resources().stream()
            .filter(file -> !DEFINITIONS.contains(type(file)) && size(file) <= bytes)
            .filter(file -> count.merge(type(file), 1, Integer::sum) <= each)
            .toList());
  }

  static String type(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf('-'));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Mutant mutant(long number) {
    try {
      Path file = files.get((int) (number % files.size()));
      var resource = (Json.Obj) Json.parse(Files.readString(file));
      var changed = new Mutating(number * 0x9E3779B97F4A7C15L).of(resource);
      return new Mutant(
          number, file.getFileName().toString(), type(file), changed.change(), changed.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

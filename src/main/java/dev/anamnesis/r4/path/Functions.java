package dev.anamnesis.r4.path;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All functions by name. */
final class Functions {

  static final Map<String, Function> ALL =
      Stream.of(
              ExistenceFunctions.ALL,
              SelectionFunctions.ALL,
              TextFunctions.ALL,
              ConversionFunctions.ALL,
              NumberFunctions.ALL,
              FhirFunctions.ALL)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(Function::name, UnaryOperator.identity()));

  private Functions() {}
}

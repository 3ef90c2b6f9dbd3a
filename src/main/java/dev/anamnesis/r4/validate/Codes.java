package dev.anamnesis.r4.validate;

import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.path.Item;
import java.util.Currency;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The codes a required binding allows. */
sealed interface Codes {

  /** The value set's canonical. */
  String url();

  boolean hold(Item coded);

  /**
   * A value set R4 lists all codes of.
   *
   * @param systems system to codes
   * @param all the codes of all of them, for what bears no system
   */
  record Listed(String url, Map<String, Set<String>> systems, Set<String> all) implements Codes {

    static Listed of(String url, Map<String, Set<String>> systems) {
      var all = new HashSet<String>();
      systems.values().forEach(all::addAll);
      return new Listed(url, Map.copyOf(systems), Set.copyOf(all));
    }

    @Override
    public boolean hold(Item coded) {
      return switch (coded.json()) {
        case Json.Text(String code) -> all.contains(code);
        case Json.Obj concept -> concept.items("coding").stream().anyMatch(this::holds);
        // An extension stands in for the code.
        case Json.Null _ -> true;
        case Json.Arr _, Json.Num _, Json.Bool _ -> false;
      };
    }

    private boolean holds(Json json) {
      if (!(json instanceof Json.Obj coding)) return false;
      Set<String> codes = systems.getOrDefault(coding.string("system").orElse(""), Set.of());
      return coding.string("code").filter(codes::contains).isPresent();
    }
  }

  /** ISO 4217, which R4 takes whole. */
  record Currencies(String url) implements Codes {

    private static final Set<String> ALL =
        Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public boolean hold(Item coded) {
      return coded.text().map(ALL::contains).orElse(true);
    }
  }

  /** Any code of a system whose codes are made by a grammar. */
  record OfSystem(String url, String system) implements Codes {
    @Override
    public boolean hold(Item coded) {
      return coded.json() instanceof Json.Obj concept
          && concept.items("coding").stream()
              .anyMatch(
                  json ->
                      json instanceof Json.Obj coding
                          && coding.string("system").filter(system::equals).isPresent()
                          && coding.string("code").isPresent());
    }
  }

  /** Nothing is known of its codes: media types, which R4 also abbreviates, and LOINC's lists. */
  record Unlisted(String url) implements Codes {
    @Override
    public boolean hold(Item coded) {
      return true;
    }
  }
}

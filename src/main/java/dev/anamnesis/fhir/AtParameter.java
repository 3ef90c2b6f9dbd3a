package dev.anamnesis.fhir;

import dev.anamnesis.fhir.Periods.Period;
import dev.anamnesis.projection.HistoryQuery.During;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code _at} (https://hl7.org/fhir/R4/http.html#history): a date or instant with the prefixes of
 * date search (https://hl7.org/fhir/R4/search.html#prefix). Given twice, both must hold: {@code
 * _at=ge2026-01-01&_at=lt2026-02-01}.
 */
final class AtParameter {

  private AtParameter() {}

  /** Empty where it is not given. */
  static Optional<During> read(List<String> values) {
    if (values.isEmpty()) return Optional.empty();
    if (values.size() > 2) throw bad("_at is given twice at most.");
    During during = one(values.getFirst());
    for (String value : values.subList(1, values.size())) during = both(during, one(value));
    if (isEmpty(during)) throw bad("The two _at have no instant in common.");
    return Optional.of(during);
  }

  private static During one(String value) {
    boolean prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
    Period period = Periods.of("_at", prefixed ? value.substring(2) : value);
    return switch (prefixed ? value.substring(0, 2) : "eq") {
      case "eq" -> during(Optional.of(period.from()), Optional.of(period.past()));
      case "ge" -> during(Optional.of(period.from()), Optional.empty());
      case "gt", "sa" -> during(Optional.of(period.past()), Optional.empty());
      case "le" -> during(Optional.empty(), Optional.of(period.past()));
      case "lt", "eb" -> during(Optional.empty(), Optional.of(period.from()));
      default -> throw bad("_at takes the prefixes eq, ge, gt, sa, le, lt, eb.");
    };
  }

  private static During during(Optional<Instant> from, Optional<Instant> past) {
    return new During(from, past);
  }

  private static During both(During one, During other) {
    return during(
        one.from().map(from -> other.from().filter(from::isBefore).orElse(from)).or(other::from),
        one.past().map(past -> other.past().filter(past::isAfter).orElse(past)).or(other::past));
  }

  private static boolean isEmpty(During during) {
    return during.from().isPresent()
        && during.past().isPresent()
        && !during.from().get().isBefore(during.past().get());
  }

  private static RuntimeException bad(String words) {
    return Outcomes.invalid("bad-parameter", words);
  }
}

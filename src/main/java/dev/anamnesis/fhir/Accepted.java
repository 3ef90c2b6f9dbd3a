package dev.anamnesis.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an Accept header takes, with its preferences (RFC 9110 section 12.5.1). */
final class Accepted {

  private record Range(String type, double quality) {
    int precision() {
      return type.equals("*/*") ? 0 : type.endsWith("/*") ? 1 : 2;
    }

    /** How well the range fits; -1 where it does not. */
    int fits(Format format) {
      if (Format.of(type).filter(format::equals).isPresent()) return 2;
      if (type.equals("*/*")) return 0;
      return type.equals("application/*") ? 1 : -1;
    }
  }

  private static final int MOST_RANGES = 50;

  private final List<Range> ranges = new ArrayList<>();

  Accepted(String header) {
    for (String part : header.split(",", MOST_RANGES + 1)) {
      if (part.isBlank() || ranges.size() == MOST_RANGES || !Format.isR4(part)) continue;
      ranges.add(new Range(Format.type(part), quality(part)));
    }
  }

  private static double quality(String range) {
    try {
      return Format.parameter(range, "q").map(Double::parseDouble).orElse(1.0);
    } catch (NumberFormatException e) {
      return 1.0;
    }
  }

  /**
   * The format the client likes best; of two it likes alike the usual one, else the first named.
   */
  Optional<Format> best(Format usual) {
    Optional<Format> best = Optional.empty();
    double highest = 0;
    for (Format format : List.of(usual, usual == Format.JSON ? Format.XML : Format.JSON)) {
      double quality = quality(format);
      boolean named = quality == highest && best.isPresent() && isNamedFirst(format, best.get());
      if (quality > highest || named && quality > 0) {
        best = Optional.of(format);
        highest = quality;
      }
    }
    return best;
  }

  /** Whether a media type of any kind is named, itself or by its half before the slash. */
  boolean takes(String type) {
    String half = type.split("/", 2)[0] + "/*";
    return ranges.stream()
        .filter(range -> range.type().equals(type) || range.type().equals(half))
        .anyMatch(range -> range.quality() > 0);
  }

  /** What the most precise range that fits says of it. */
  private double quality(Format format) {
    int closest = -1;
    double quality = 0;
    for (Range range : ranges) {
      int fit = range.fits(format);
      if (fit > closest) {
        closest = fit;
        quality = range.quality();
      }
    }
    return quality;
  }

  private boolean isNamedFirst(Format one, Format other) {
    for (Range range : ranges) {
      if (range.precision() < 2) continue;
      if (range.fits(one) == 2) return true;
      if (range.fits(other) == 2) return false;
    }
    return false;
  }
}

package dev.anamnesis.r4.search;

import java.util.List;

/** What a resource has for a search parameter. */
public sealed interface SearchValue {

  /**
   * @param system empty for none
   * @param listed one of a code system's codes, few of which differ; not an identifier or a phone
   *     number, most of which do
   * @param labels what people call it, for {@code :text}
   */
  record Token(String system, String code, boolean listed, List<String> labels)
      implements SearchValue {
    public Token {
      labels = List.copyOf(labels);
    }
  }

  /** An identifier with its type, for {@code :of-type}. */
  record TypedIdentifier(String system, String code, String value) implements SearchValue {}

  /** The text of a concept that has no code, for {@code :text}. */
  record Label(String text) implements SearchValue {}

  record Text(String text) implements SearchValue {}

  /** From the first to the last microsecond since 1970 it may mean, both within it. */
  record Moment(long low, long high) implements SearchValue {}

  record Amount(double low, double high) implements SearchValue {}

  record Quantity(double low, double high, String system, String code, String unit)
      implements SearchValue {}

  /** A reference to a resource of this server. */
  record Link(String type, String id) implements SearchValue {}

  /** A reference to anything else, by its absolute URL or URN. */
  record Url(String url) implements SearchValue {}

  /**
   * @param version empty for none
   */
  record Canonical(String url, String version) implements SearchValue {}

  /** A reference by a business identifier. */
  record Logical(String system, String value) implements SearchValue {}

  record Uri(String uri) implements SearchValue {}

  /** The values of each component at one place. */
  record Composite(List<List<SearchValue>> parts) implements SearchValue {
    public Composite {
      parts = parts.stream().map(List::copyOf).toList();
    }
  }
}

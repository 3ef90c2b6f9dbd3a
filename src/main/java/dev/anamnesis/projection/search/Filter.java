package dev.anamnesis.projection.search;

import dev.anamnesis.r4.search.SearchParameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One search parameter as it was asked: values are alternatives. */
public sealed interface Filter {

  record Ids(List<String> ids) implements Filter {
    public Ids {
      ids = List.copyOf(ids);
    }
  }

  /** The patient's record, and those that were merged into it. */
  record Person(String id) implements Filter {}

  /** When the current version was recorded; each time it was given one of the spans. */
  record Updated(List<List<Span>> allOf) implements Filter {
    public Updated {
      allOf = List.copyOf(allOf);
    }
  }

  /** {@code :not} is its negation. */
  record Token(SearchParameter parameter, List<Code> anyOf) implements Filter {
    public Token {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** Codes of ValueSets ({@code :in}), or under or over others in their CodeSystem. */
  record Term(SearchParameter parameter, Reach reach, List<Code> anyOf) implements Filter {
    public Term {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** Of a ValueSet the code is its URL. */
  enum Reach {
    IN,
    BELOW,
    ABOVE
  }

  record Not(Filter filter) implements Filter {}

  /** {@code :text}: what a code is called begins with or has a word that begins with this. */
  record Called(SearchParameter parameter, List<String> anyOf) implements Filter {
    public Called {
      anyOf = List.copyOf(anyOf);
    }
  }

  record OfType(SearchParameter parameter, List<Typed> anyOf) implements Filter {
    public OfType {
      anyOf = List.copyOf(anyOf);
    }
  }

  record Text(SearchParameter parameter, Match match, List<String> anyOf) implements Filter {
    public Text {
      anyOf = List.copyOf(anyOf);
    }
  }

  record Date(SearchParameter parameter, List<Span> anyOf) implements Filter {
    public Date {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** A date given twice: from the one and to the other. */
  record Between(SearchParameter parameter, Span first, Span second) implements Filter {}

  /** Numbers and quantities. */
  record Amount(SearchParameter parameter, List<Measure> anyOf) implements Filter {
    public Amount {
      anyOf = List.copyOf(anyOf);
    }
  }

  record Reference(SearchParameter parameter, List<Target> anyOf) implements Filter {
    public Reference {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** {@code :identifier}. */
  record Logical(SearchParameter parameter, List<Code> anyOf) implements Filter {
    public Logical {
      anyOf = List.copyOf(anyOf);
    }
  }

  record Uri(SearchParameter parameter, UriMatch match, List<String> anyOf) implements Filter {
    public Uri {
      anyOf = List.copyOf(anyOf);
    }
  }

  /** Each alternative has a filter for each component. */
  record Composite(SearchParameter parameter, List<List<Filter>> anyOf) implements Filter {
    public Composite {
      anyOf = List.copyOf(anyOf);
    }
  }

  record Missing(SearchParameter parameter, boolean missing) implements Filter {}

  /** What is referred to, by its type. */
  record Chain(SearchParameter parameter, Map<String, Filter> byType) implements Filter {
    public Chain {
      byType = Map.copyOf(byType);
    }
  }

  /** Something of a type that refers here by one of its parameters. */
  record Has(SearchParameter parameter, Filter filter) implements Filter {}

  /** Is in a List. */
  record InList(List<String> lists) implements Filter {
    public InList {
      lists = List.copyOf(lists);
    }
  }

  /** Is in someone's compartment by one of these parameters. */
  record Within(String type, String id, List<SearchParameter> by) implements Filter {
    public Within {
      by = List.copyOf(by);
    }
  }

  /**
   * @param system empty for any, an empty text for none
   * @param code empty for any
   */
  record Code(Optional<String> system, Optional<String> code) {}

  record Typed(String system, String code, String value) {}

  enum Match {
    BEGINS,
    CONTAINS,
    EXACT
  }

  enum UriMatch {
    EXACT,
    BELOW,
    ABOVE
  }

  /** How a value is compared (https://hl7.org/fhir/R4/search.html#prefix). */
  enum Prefix {
    EQ,
    NE,
    GT,
    GE,
    LT,
    LE,
    SA,
    EB,
    AP
  }

  /** Microseconds, both ends within. */
  record Span(Prefix prefix, long low, long high) {}

  /**
   * @param low the value less half its last digit, as {@code high} is more
   * @param unit empty for any
   */
  record Measure(Prefix prefix, double value, double low, double high, Optional<Unit> unit) {}

  /**
   * @param system empty for none told: the code or the unit as people write it
   */
  record Unit(Optional<String> system, String code) {}

  /** What a reference is searched by. */
  sealed interface Target {
    /**
     * @param types several where only the id was told
     */
    record Local(Set<String> types, String id) implements Target {
      public Local {
        types = Set.copyOf(types);
      }
    }

    record Url(String url) implements Target {}
  }
}

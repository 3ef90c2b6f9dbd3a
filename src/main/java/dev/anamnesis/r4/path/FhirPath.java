package dev.anamnesis.r4.path;

import java.util.List;

/**
 * A parsed FHIRPath expression: immutable, for any number of threads, to be parsed once and kept.
 *
 * @see <a href="http://hl7.org/fhirpath/N1/">FHIRPath</a>
 * @see <a href="https://hl7.org/fhir/R4/fhirpath.html">its use in R4</a>
 */
public final class FhirPath {

  /** Characters of an expression. */
  public static final int LONGEST = 10_000;

  private final String text;
  private final Expr expr;

  private FhirPath(String text, Expr expr) {
    this.text = text;
    this.expr = expr;
  }

  /** Throws {@link Malformed} for what is no expression or calls a function there is not. */
  public static FhirPath parse(String expression) {
    if (expression.length() > LONGEST) throw new Malformed(LONGEST, "the expression is too long");
    return new FhirPath(expression, new Parser(Lexer.tokens(expression)).whole());
  }

  /**
   * The collection the expression makes of the item, in order. Throws {@link Failed} where FHIRPath
   * says that evaluation ends with an error, or where it takes too many steps.
   */
  public List<Item> evaluate(Item context, Environment environment) {
    return List.copyOf(new Evaluation(context, environment).eval(expr, Scope.of(context, 0)));
  }

  /**
   * Whether the expression holds; unknown where it makes the empty collection. Throws {@link
   * Failed} as {@link #evaluate} does, and where it makes several items.
   */
  public Verdict holds(Item context, Environment environment) {
    var run = new Evaluation(context, environment);
    return Verdict.of(Logic.truth(run.eval(expr, Scope.of(context, 0))));
  }

  /** FHIRPath's three truths. */
  public enum Verdict {
    TRUE,
    FALSE,
    UNKNOWN;

    static Verdict of(@org.jspecify.annotations.Nullable Boolean truth) {
      if (truth == null) return UNKNOWN;
      return truth ? TRUE : FALSE;
    }
  }

  /** The expression as it was given. */
  @Override
  public String toString() {
    return text;
  }

  /** The text is no expression. */
  public static final class Malformed extends RuntimeException {
    private final int at;

    Malformed(int at, String words) {
      super(words + " at character " + at, null, false, false);
      this.at = at;
    }

    /** The index of the character where it stops being an expression. */
    public int at() {
      return at;
    }
  }

  /** The evaluation ended with an error; its message holds nothing of the resource. */
  public static final class Failed extends RuntimeException {
    Failed(String words) {
      super(words, null, false, false);
    }
  }
}

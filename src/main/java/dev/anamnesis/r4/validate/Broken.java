package dev.anamnesis.r4.validate;

/**
 * A rule of R4 that a resource breaks.
 *
 * @param key the invariant's, such as {@code app-1}; of a code, the value set it must be from
 * @param expression the FHIRPath of the place
 * @param words for people; never a value of the resource
 */
public record Broken(Kind kind, String key, String expression, String words) {

  /** What sort of rule. */
  public enum Kind {
    INVARIANT("invariant"),
    CODE("unknown-code");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** Ours, stable. */
    public String code() {
      return code;
    }
  }
}

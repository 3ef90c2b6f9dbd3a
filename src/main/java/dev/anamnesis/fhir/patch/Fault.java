package dev.anamnesis.fhir.patch;

/**
 * Why a patch is refused.
 *
 * @param operation the operation's index, from 0; -1 for the patch as a whole
 * @param code ours, stable
 * @param words for people; never a value from patch or resource
 */
public record Fault(Kind kind, int operation, String code, String words) {

  /** Whose the fault is. */
  public enum Kind {
    /** The patch is none, whatever it is applied to. */
    MALFORMED,
    /** The patch is sound but does not go with what the resource is now. */
    UNFIT
  }

  Fault at(int index) {
    return new Fault(kind, index, code, words);
  }
}

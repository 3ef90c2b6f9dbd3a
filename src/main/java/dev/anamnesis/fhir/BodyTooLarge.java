package dev.anamnesis.fhir;

/** A request's body is larger than the server takes; thrown while it is read. */
public final class BodyTooLarge extends RuntimeException {

  private final int most;

  /**
   * @param most bytes taken
   */
  public BodyTooLarge(int most) {
    super("the body is too large", null, false, false);
    this.most = most;
  }

  int most() {
    return most;
  }
}

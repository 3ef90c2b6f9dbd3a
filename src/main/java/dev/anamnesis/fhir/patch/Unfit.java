package dev.anamnesis.fhir.patch;

/** Stops a patch at the operation that fails; never leaves this package. */
final class Unfit extends RuntimeException {

  private final transient Fault fault;

  private Unfit(Fault fault) {
    super(fault.code(), null, false, false);
    this.fault = fault;
  }

  static Unfit unfit(String code, String words) {
    return new Unfit(new Fault(Fault.Kind.UNFIT, -1, code, words));
  }

  static Unfit malformed(String code, String words) {
    return new Unfit(new Fault(Fault.Kind.MALFORMED, -1, code, words));
  }

  Fault at(int operation) {
    return fault.at(operation);
  }
}

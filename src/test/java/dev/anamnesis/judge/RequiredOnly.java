package dev.anamnesis.judge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ValueSet;

/** Lets any code pass that no required binding of R4 binds: only those are asked about. */
final class RequiredOnly implements IValidationSupport {

  private static final Set<String> REQUIRED = required();

  private final FhirContext context;

  RequiredOnly(FhirContext context) {
    this.context = context;
  }

  private static Set<String> required() {
    try (var in = RequiredOnly.class.getResourceAsStream("/r4/bindings.txt")) {
      if (in == null) throw new IllegalStateException("r4/bindings.txt is missing");
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .flatMap(line -> java.util.stream.Stream.of(line.split("\t")))
          .map(cell -> cell.startsWith("#") ? cell.substring(1) : cell)
          .filter(cell -> cell.startsWith("http"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isValueSetSupported(ValidationSupportContext all, String url) {
    return url != null && !REQUIRED.contains(bare(url));
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext all, String system) {
    return true;
  }

  @Override
  public CodeValidationResult validateCode(
      ValidationSupportContext all,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      String url) {
    return url == null || !REQUIRED.contains(bare(url)) ? passed(code) : null;
  }

  @Override
  public CodeValidationResult validateCodeInValueSet(
      ValidationSupportContext all,
      ConceptValidationOptions options,
      String system,
      String code,
      String display,
      IBaseResource set) {
    boolean required =
        set instanceof ValueSet one && one.hasUrl() && REQUIRED.contains(bare(one.getUrl()));
    return required ? null : passed(code);
  }

  private static CodeValidationResult passed(String code) {
    return new CodeValidationResult().setCode(code);
  }

  private static String bare(String url) {
    return url.contains("|") ? url.substring(0, url.indexOf('|')) : url;
  }
}

package dev.anamnesis.audit;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.StructureDefinition;

/** Validates AuditEvents against R4 and the profiles they claim. */
public final class Balp {

  private static final FhirValidator VALIDATOR = validator();

  private Balp() {}

  private static FhirValidator validator() {
    FhirContext context = FhirContext.forR4();
    var balp = new PrePopulatedValidationSupport(context);
    try (var files = Files.list(Path.of("src/test/resources/balp"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        var resource = context.newJsonParser().parseResource(Files.readString(file));
        if (resource instanceof StructureDefinition profile) balp.addStructureDefinition(profile);
        if (resource instanceof Bundle terms) {
          terms.getEntry().forEach(entry -> balp.addResource(entry.getResource()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var chain =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            balp,
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context));
    var module = new FhirInstanceValidator(chain);
    module.setErrorForUnknownProfiles(true);
    return context.newValidator().registerValidatorModule(module);
  }

  /** What is wrong with it; nothing when it validates. */
  public static List<String> problems(String json) {
    return VALIDATOR.validateWithResult(json).getMessages().stream()
        .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
        .map(message -> message.getLocationString() + ": " + message.getMessage())
        .toList();
  }
}

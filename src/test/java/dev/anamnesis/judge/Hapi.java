package dev.anamnesis.judge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/** HAPI's strict parser and its validator of instances: what they have against a text. */
final class Hapi {

  private static final Hapi SHARED = new Hapi();

  private final FhirContext context = FhirContext.forR4Cached();
  private final FhirValidator validator;

  private Hapi() {
    var support =
        new ValidationSupportChain(
            new RequiredOnly(context),
            new DefaultProfileValidationSupport(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context));
    var module = new FhirInstanceValidator(support);
    module.setAnyExtensionsAllowed(true);
    module.setErrorForUnknownProfiles(false);
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    validator = context.newValidator().registerValidatorModule(module);
  }

  static Hapi shared() {
    return SHARED;
  }

  /**
   * Names of what is wrong; none where it is accepted.
   *
   * @param refused whether ours refuses it: then a refusal by the parser is enough
   */
  Set<String> against(String json, boolean refused) {
    var found = new TreeSet<String>();
    parser(json, found);
    if (refused && !found.isEmpty()) return found;
    try {
      for (SingleValidationMessage message : validator.validateWithResult(json).getMessages()) {
        if (message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
          found.add(rule(message));
      }
    } catch (RuntimeException e) {
      // It throws where a text is no JSON, and sometimes where it is odd.
      found.add("validator " + e.getClass().getSimpleName());
    }
    return found;
  }

  private void parser(String json, Set<String> found) {
    IParser parser = context.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    try {
      parser.parseResource(json);
    } catch (DataFormatException e) {
      found.add("parser " + kind(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      found.add("parser " + e.getClass().getSimpleName());
    }
  }

  /** A message by its number or what it is about. */
  private static String kind(String message) {
    if (message.contains("XHTML")) return "XHTML";
    return message.startsWith("HAPI-") ? message.substring(0, 9) : "other";
  }

  private static String rule(SingleValidationMessage message) {
    if (message.getMessageId() == null) return "validator " + kind(message.getMessage());
    String id = message.getMessageId();
    return id.contains("#") ? id.substring(id.indexOf('#') + 1) : id;
  }
}

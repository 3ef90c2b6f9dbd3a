package dev.anamnesis.fhir.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import dev.anamnesis.fhir.json.IssueKind;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.r4.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * HAPI's validator with the profiles that were loaded. It asks nothing of the network; codes of
 * systems that are not loaded are taken as they are.
 */
final class ProfileValidator {

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final Pattern CODES = Pattern.compile("\\(codes? = .*?\\)+");
  private static final Pattern NOTE = Pattern.compile("/\\*.*?\\*/");
  private static final Pattern MISSING =
      Pattern.compile("[A-Z]\\w*(?:\\.\\w+)*\\.(\\w+)(?::\\w+)?: minimum required");

  private final FhirValidator validator;

  private ProfileValidator(FhirValidator validator) {
    this.validator = validator;
  }

  static ProfileValidator of(List<Artefact> loaded) {
    FhirContext context = FhirContext.forR4();
    var own = new PrePopulatedValidationSupport(context);
    for (Artefact artefact : loaded) {
      own.addResource(context.newJsonParser().parseResource(artefact.json()));
    }
    var unknown = new UnknownCodeSystemWarningValidationSupport(context);
    unknown.setNonExistentCodeSystemSeverity(IssueSeverity.WARNING);
    var chain =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(context),
            own,
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            new SnapshotGeneratingValidationSupport(context),
            unknown);
    var module = new FhirInstanceValidator(chain);
    module.setErrorForUnknownProfiles(false);
    module.setAssumeValidRestReferences(true);
    var made = new ProfileValidator(context.newValidator().registerValidatorModule(module));
    made.problems("{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}", List.of());
    return made;
  }

  /** Makes what the first resource of this profile would wait for. */
  void warm(Artefact profile) {
    String type = profile.constrains().orElse("Basic");
    problems("{\"resourceType\":\"%s\"}".formatted(type), List.of(profile.url()));
  }

  /** Errors alone, with the element each is about. */
  List<Problem> problems(String json, List<String> profiles) {
    var options = new ValidationOptions();
    profiles.forEach(options::addProfile);
    return validator.validateWithResult(json, options).getMessages().stream()
        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .limit(ResourceReader.MOST_PROBLEMS)
        .map(message -> problem(message, json))
        .distinct()
        .toList();
  }

  private static Problem problem(SingleValidationMessage message, String json) {
    boolean code = String.valueOf(message.getMessageId()).startsWith("Terminology");
    String words = String.valueOf(message.getMessage());
    return new Problem(
        code ? IssueKind.CODE_INVALID : IssueKind.INVARIANT,
        "profile-not-met",
        element(message, words),
        withoutContent(words, json));
  }

  /** Of what is missing the place it is missing at, too. */
  private static String element(SingleValidationMessage message, String words) {
    String where = Optional.ofNullable(message.getLocationString()).orElse("");
    Matcher missing = MISSING.matcher(words);
    return NOTE.matcher(where).replaceAll("") + (missing.lookingAt() ? "." + missing.group(1) : "");
  }

  /** The rule's words, without what the resource itself says. */
  private static String withoutContent(String words, String json) {
    String kept =
        QUOTED
            .matcher(words)
            .replaceAll(
                found -> {
                  String text = found.group(1) == null ? found.group(2) : found.group(1);
                  return isContent(text, json) ? "…" : Matcher.quoteReplacement(found.group());
                });
    return CODES.matcher(kept).replaceAll("").strip();
  }

  /** Whether something of it is a value in the resource, its type aside. */
  private static boolean isContent(String text, String json) {
    return Arrays.stream(text.split("[#|]"))
        .filter(part -> !part.isBlank() && Shapes.R4.resource(part).isEmpty())
        .anyMatch(part -> json.replace('"' + part + "\":", "").contains('"' + part + '"'));
  }
}

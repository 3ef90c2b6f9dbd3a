package dev.anamnesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import dev.anamnesis.server.LiveServer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HAPI's generic client, from metadata to 410, in JSON and in XML. */
class HapiTourTest {

  private static final FhirContext R4 = context();

  private final String mrn = UUID.randomUUID().toString();

  private static FhirContext context() {
    FhirContext context = FhirContext.forR4();
    context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    return context;
  }

  private Patient patient(String family) {
    var patient = new Patient();
    patient.addIdentifier().setSystem("urn:mrn").setValue(mrn);
    patient.addName().setFamily(family);
    return patient;
  }

  @ParameterizedTest
  @EnumSource(
      value = EncodingEnum.class,
      names = {"JSON", "XML"})
  void the_generic_client_walks_to_the_end(EncodingEnum encoding) {
    IGenericClient client = R4.newRestfulGenericClient(LiveServer.shared().url());
    client.setEncoding(encoding);

    var statement = client.capabilities().ofType(CapabilityStatement.class).execute();
    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");

    MethodOutcome made = client.create().resource(patient("Berg")).execute();
    assertThat(made.getCreated()).isTrue();
    assertThat(made.getId().getVersionIdPart()).isEqualTo("1");
    String id = made.getId().getIdPart();
    MethodOutcome again =
        client
            .create()
            .resource(patient("Berg"))
            .conditionalByUrl("Patient?identifier=urn:mrn|" + mrn)
            .execute();
    assertThat(again.getId().getIdPart()).isEqualTo(id);

    Patient read = client.read().resource(Patient.class).withId(id).execute();
    assertThat(read.getNameFirstRep().getFamily()).isEqualTo("Berg");
    Patient first = client.read().resource(Patient.class).withIdAndVersion(id, "1").execute();
    assertThat(first.equalsDeep(read)).isTrue();

    read.setActive(true);
    MethodOutcome updated =
        client
            .update()
            .resource(read)
            .prefer(PreferReturnEnum.REPRESENTATION)
            .withAdditionalHeader("If-Match", "W/\"1\"")
            .execute();
    assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
    assertThatThrownBy(
            () ->
                client
                    .update()
                    .resource(read.copy().setActive(false))
                    .withId(id)
                    .withAdditionalHeader("If-Match", "W/\"1\"")
                    .execute())
        .isInstanceOf(PreconditionFailedException.class);

    patch(client, id);
    search(client, id);
    transaction(client, id);
    history(client, id);

    client.delete().resourceById("Patient", id).execute();
    assertThatThrownBy(() -> client.read().resource(Patient.class).withId(id).execute())
        .isInstanceOf(ResourceGoneException.class);
  }

  private static void patch(IGenericClient client, String id) {
    var patch = new Parameters();
    var operation = patch.addParameter().setName("operation");
    operation.addPart().setName("type").setValue(new CodeType("replace"));
    operation.addPart().setName("path").setValue(new StringType("Patient.active"));
    operation.addPart().setName("value").setValue(new BooleanType(false));
    MethodOutcome patched = client.patch().withFhirPatch(patch).withId("Patient/" + id).execute();
    assertThat(patched.getId().getVersionIdPart()).isEqualTo("3");
    client
        .patch()
        .withBody("[{\"op\":\"replace\",\"path\":\"/name/0/family\",\"value\":\"Holm\"}]")
        .withId("Patient/" + id)
        .execute();
  }

  private void search(IGenericClient client, String id) {
    Bundle found =
        client
            .search()
            .forResource(Patient.class)
            .where(Patient.IDENTIFIER.exactly().systemAndIdentifier("urn:mrn", mrn))
            .and(Patient.FAMILY.matches().value("hol"))
            .returnBundle(Bundle.class)
            .execute();
    assertThat(found.getEntry().stream().map(e -> e.getResource().getIdElement().getIdPart()))
        .containsExactly(id);
  }

  private static void transaction(IGenericClient client, String id) {
    var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    for (int n = 0; n < 3; n++) {
      var observation = new Observation().setStatus(Observation.ObservationStatus.FINAL);
      observation.getCode().setText("n" + n);
      observation.setSubject(new Reference("Patient/" + id));
      bundle
          .addEntry()
          .setResource(observation)
          .getRequest()
          .setMethod(Bundle.HTTPVerb.POST)
          .setUrl("Observation");
    }
    Bundle answer = client.transaction().withBundle(bundle).execute();
    assertThat(answer.getEntry().stream().map(e -> e.getResponse().getStatus()))
        .containsExactly("201 Created", "201 Created", "201 Created");
  }

  private static void history(IGenericClient client, String id) {
    Bundle page =
        client
            .history()
            .onInstance(new IdType("Patient", id))
            .returnBundle(Bundle.class)
            .count(2)
            .execute();
    List<String> versions = new ArrayList<>();
    while (true) {
      page.getEntry().forEach(e -> versions.add(e.getResource().getMeta().getVersionId()));
      if (page.getLink(Bundle.LINK_NEXT) == null) break;
      page = client.loadPage().next(page).execute();
    }
    assertThat(versions).containsExactly("4", "3", "2", "1");
  }
}

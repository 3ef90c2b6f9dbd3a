package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import dev.anamnesis.audit.Visit;
import dev.anamnesis.fhir.act.Domain;
import dev.anamnesis.fhir.audit.AuditAnswers;
import dev.anamnesis.fhir.audit.AuditProofs;
import dev.anamnesis.fhir.bundle.Bundles;
import dev.anamnesis.fhir.bundle.Operations;
import dev.anamnesis.fhir.bundle.Stage;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.fhir.provenance.PointedAt;
import dev.anamnesis.fhir.provenance.StatedProvenance;
import dev.anamnesis.fhir.search.Everything;
import dev.anamnesis.fhir.search.Searching;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.r4.search.Compartments;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** HAPI's server with our providers: one for each resource type, one for the whole. */
public final class FhirServer extends RestfulServer {

  private static final long serialVersionUID = 1L;

  /** The request attribute that holds the request's id. */
  public static final String REQUEST_ID = "dev.anamnesis.request-id";

  private final transient FhirParts parts;
  private transient @Nullable Operations operations;

  public FhirServer(FhirParts parts) {
    super(context());
    this.parts = parts;
  }

  private static FhirContext context() {
    FhirContext context = FhirContext.forR4();
    context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
    context.setParserErrorHandler(new StrictErrorHandler());
    context.getParserOptions().setStripVersionsFromReferences(false);
    context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
    return context;
  }

  @Override
  protected void initialize() {
    FhirContext context = getFhirContext();
    var validity = new Validity(parts.profiles());
    var audit = new AuditAnswers(parts.audit(), parts.resources(), parts.conditions(), parts.ids());
    var derived =
        new DerivedProvenance(
            parts.commits(), parts.facts(), parts.makers(), new PointedAt(parts.resources()));
    var each = new ForEach(validity, audit, derived);
    var now = stage(parts.ledger(), parts.resources(), parts.conditions(), each);
    var interactions = now.interactions();
    var witness = new Witness(parts.accesses());
    var bundles =
        new Bundles(
            context,
            now,
            at -> then(at, each),
            parts.types(),
            this::entryOperations,
            witness,
            parts.ids(),
            parts.clock());
    var overTime = TimeOperations.of(parts, interactions.writes(), bundles);
    var everything =
        new Everything(
            parts.searches(), parts.parameters(), parts.resources(), parts.types(), parts.ids());
    var validating =
        new Validating(
            context,
            interactions.plans(),
            interactions.writes(),
            validity,
            parts.ledger(),
            parts.clock());
    var metas = new Metas(interactions, parts.searches());
    var capabilities =
        new CapabilityProvider(context, parts.types(), parts.parameters(), parts.started());
    var proofs = new AuditProofs(parts.heads());
    var providers = new ArrayList<Object>();
    for (String type : parts.types().names()) {
      if (type.equals("AuditEvent")) continue;
      var model = context.getResourceDefinition(type).getImplementingClass();
      providers.add(new ResourceProvider(type, model, interactions, metas));
      providers.add(new TimeProvider(type, model, overTime));
      providers.add(new ValidateProvider(type, model, validating));
      if (!Compartments.of(type).isEmpty()) {
        providers.add(
            new CompartmentProvider(
                type, model, interactions.histories(), parts.compartments(), overTime, everything));
      }
    }
    providers.add(new AuditProvider(audit));
    providers.add(new AccountingProvider(audit));
    providers.add(new ProofProvider(proofs));
    var domain = new Domain(parts.ledger(), interactions.writes(), parts.ids(), parts.acts());
    providers.add(new DomainProvider(domain));
    var general = new GeneralOperations(metas, validating, audit, proofs, capabilities::answer);
    var special =
        new EntryOperations(
            overTime,
            domain,
            (stream, ask) -> interactions.histories().answer(stream, parts.compartments(), ask),
            everything::about);
    operations =
        (type, id, name) -> general.find(type, id, name).or(() -> special.find(type, id, name));
    providers.add(new SystemProvider(interactions, bundles, metas));
    providers.add(new WhatIfProvider(overTime));
    setServerConformanceProvider(capabilities);
    registerProviders(providers);
    registerInterceptor(new Manners());
    registerInterceptor(new IncomingBody(context, parts.maxBody()));
    registerInterceptor(new StatedProvenance());
    registerInterceptor(new Warnings(parts.acts().notices()));
    registerInterceptor(new RawResponses(context, capabilities.text()));
    registerInterceptor(new ReadRequests(interactions, parts.types()));
    registerInterceptor(new SearchRequests(interactions.searching(), parts.types()));
    registerInterceptor(new Accidents(context));
    registerInterceptor(new Audited(witness));
    parts
        .baseUrl()
        .ifPresent(base -> setServerAddressStrategy(new HardcodedServerAddressStrategy(base)));
  }

  /** Some try Bundles themselves, so that Bundles learn of them last. */
  private Operations entryOperations() {
    if (operations == null) throw new IllegalStateException("the server has not started");
    return operations;
  }

  /** What is the same whenever the record is looked at. */
  private record ForEach(Validity validity, AuditAnswers audit, DerivedProvenance derived) {}

  private Stage stage(Ledger ledger, Resources resources, Conditions conditions, ForEach each) {
    var interactions =
        new Interactions(
            new Plans(conditions, parts.ids()),
            new Patches(conditions, resources),
            new Writes(ledger, resources, each.validity()),
            new Reads(resources, each.derived()),
            new Histories(parts.history(), parts.types(), parts.ids()),
            new Searching(
                parts.searches(),
                parts.parameters(),
                parts.types(),
                conditions,
                each.audit(),
                each.derived(),
                parts.ids()),
            each.audit());
    return new Stage(ledger, interactions, conditions);
  }

  /** The same, as all was at an instant. */
  private Stage then(Instant at, ForEach each) {
    return stage(
        parts.ledger().asOf(parts.searches().past(at)),
        parts.resources().asOf(at),
        parts.conditions().asOf(at),
        each);
  }

  /** Everything done for a request knows whose it is. */
  @Override
  protected void handleRequest(
      RequestTypeEnum method, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    var visit = new Visit(Callers.of(request), getOrCreateRequestId(request));
    try {
      visit.serve(
          () -> {
            super.handleRequest(method, request, response);
            return true;
          });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  @Override
  protected String getOrCreateRequestId(HttpServletRequest request) {
    return request.getAttribute(REQUEST_ID) instanceof String id
        ? id
        : super.getOrCreateRequestId(request);
  }

  @Override
  public void addHeadersToResponse(HttpServletResponse response) {
    // No X-Powered-By: it tells an attacker what to try.
  }
}

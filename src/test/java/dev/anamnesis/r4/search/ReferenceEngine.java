package dev.anamnesis.r4.search;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import dev.anamnesis.r4.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;

/** HAPI's FHIRPath engine, in which references resolve to a resource of the type they name. */
final class ReferenceEngine {

  private final FHIRPathEngine engine;
  private final Map<String, ExpressionNode> parsed = new HashMap<>();

  ReferenceEngine(FhirContext context) {
    var worker = new HapiWorkerContext(context, new DefaultProfileValidationSupport(context));
    engine = new FHIRPathEngine(worker);
    engine.setHostServices(new World(worker));
  }

  List<Base> evaluate(IBaseResource resource, String expression) {
    var root = (Resource) resource;
    try {
      return engine.evaluate(
          root, root, root, root, parsed.computeIfAbsent(expression, engine::parse));
    } catch (RuntimeException e) {
      return List.of(new org.hl7.fhir.r4.model.StringType("ERR " + expression + e.getMessage()));
    }
  }

  private static final class World extends BaseHostServices {
    World(HapiWorkerContext worker) {
      super(worker);
    }

    /** It asks for any first word of a path. */
    @Override
    public List<Base> resolveConstant(
        FHIRPathEngine engine, Object context, String name, FHIRPathConstantEvaluationMode mode) {
      return List.of();
    }

    @Override
    public boolean log(String argument, List<Base> focus) {
      return true;
    }

    @Override
    public Base resolveReference(FHIRPathEngine engine, Object root, String url, Base from) {
      if (url != null && url.startsWith("#") && root instanceof DomainResource domain) {
        return domain.getContained().stream()
            .filter(
                one ->
                    url.substring(1).equals(one.getIdElement().primitiveValue().replace("#", "")))
            .findFirst()
            .orElse(null);
      }
      String type =
          References.literal(url == null ? "" : url).map(References.Literal::type).orElse("");
      if (type.isEmpty() && from instanceof Reference reference && reference.hasType()) {
        type = reference.getType();
      }
      return Shapes.R4.resource(type).isPresent() ? ResourceFactory.createResource(type) : null;
    }

    @Override
    public boolean conformsToProfile(FHIRPathEngine engine, Object context, Base item, String url) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ValueSet resolveValueSet(FHIRPathEngine engine, Object context, String url) {
      return null;
    }

    @Override
    public boolean paramIsType(String name, int index) {
      return false;
    }
  }
}

package dev.anamnesis.r4.path;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;
import org.hl7.fhir.r4.model.ResourceType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;

/** The engine ours is compared with, given the same world: references say their type. */
final class HapiEngine {

  private final FHIRPathEngine engine;
  private final Map<String, ExpressionNode> parsed = new HashMap<>();

  HapiEngine() {
    FhirContext context = FhirContext.forR4Cached();
    var worker = new HapiWorkerContext(context, new DefaultProfileValidationSupport(context));
    engine = new FHIRPathEngine(worker);
    engine.setHostServices(new World(worker));
  }

  /** What it makes of the node, spelled like {@link Spelling}; an error is one word. */
  List<String> evaluate(String expression, Base node, Resource resource, Resource root) {
    try {
      ExpressionNode expr = parsed.get(expression);
      if (expr == null) {
        expr = engine.parse(expression);
        parsed.put(expression, expr);
      }
      var found = new ArrayList<String>();
      for (Base base : engine.evaluate(root, resource, root, node, expr)) {
        found.add(Spelling.of(base));
      }
      return found;
    } catch (RuntimeException e) {
      return List.of("error");
    }
  }

  private static final class World extends BaseHostServices {

    private static final Pattern TYPED =
        Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)/[^/]+(?:/_history/.*)?");

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
      if (url != null && url.startsWith("#")) return contained(root, url.substring(1));
      Matcher typed = TYPED.matcher(url == null ? "" : url);
      String type = typed.matches() ? typed.group(1) : "";
      if (!isType(type) && from instanceof Reference reference && reference.hasType()) {
        type = reference.getType();
      }
      return isType(type) ? ResourceFactory.createResource(type) : null;
    }

    private static boolean isType(String name) {
      for (ResourceType type : ResourceType.values()) if (type.name().equals(name)) return true;
      return false;
    }

    private static Base contained(Object root, String id) {
      if (id.isEmpty()) return (Base) root;
      if (root instanceof DomainResource domain) {
        for (Resource one : domain.getContained()) {
          if (id.equals(one.getIdElement().primitiveValue())) return one;
        }
      }
      return null;
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

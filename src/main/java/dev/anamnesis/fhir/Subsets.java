package dev.anamnesis.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import dev.anamnesis.r4.Json;
import dev.anamnesis.r4.Shape;
import dev.anamnesis.r4.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts answers down to a {@link Subset}, and says so with the tag SUBSETTED. */
public final class Subsets {

  private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta", "implicitRules");

  private static final Json.Obj SUBSETTED =
      (Json.Obj)
          Json.parse(
              """
              {"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"}\
              """);

  private final FhirContext context;

  public Subsets(FhirContext context) {
    this.context = context;
  }

  /** What the parameters of an entry of a Bundle ask for. */
  public Answer cut(Answer answer, Ask ask) {
    Subset subset = Subset.of(ask.values("_summary"), ask.values("_elements"));
    return new Answer(
        answer.status(), answer.version(), answer.json().map(json -> cut(subset, json)));
  }

  /**
   * @param json canonical JSON of a resource; of a Bundle its entries are cut
   */
  String cut(Subset subset, String json) {
    if (subset instanceof Subset.All) return json;
    var resource = (Json.Obj) Json.parse(json);
    return (type(resource).equals("Bundle") ? bundle(subset, resource) : cut(subset, resource))
        .text();
  }

  private static String type(Json.Obj resource) {
    return resource.string("resourceType").orElse("");
  }

  private Json.Obj bundle(Subset subset, Json.Obj bundle) {
    boolean isAnswer =
        bundle.string("type").filter(Set.of("history", "searchset")::contains).isPresent();
    if (!isAnswer) return cut(subset, bundle);
    if (subset instanceof Subset.Count) return bundle.without("entry");
    List<Json> entries = new ArrayList<>();
    for (Json item : bundle.items("entry")) {
      var entry = (Json.Obj) item;
      boolean match =
          !(entry.get("resource").orElse(Json.NULL) instanceof Json.Obj resource)
              || type(resource).equals("OperationOutcome");
      entries.add(
          match
              ? entry
              : entry.with(
                  "resource", cut(subset, (Json.Obj) entry.get("resource").orElseThrow())));
    }
    return entries.isEmpty() ? bundle : bundle.with("entry", new Json.Arr(entries));
  }

  private Json.Obj cut(Subset subset, Json.Obj resource) {
    Optional<Shape> shape = Shapes.R4.resource(type(resource));
    if (shape.isEmpty()) return resource;
    return switch (subset) {
      case Subset.All(), Subset.Count() -> resource;
      case Subset.Summary() ->
          tagged(summary(resource, context.getResourceDefinition(type(resource))));
      case Subset.TextOnly() ->
          tagged(kept(resource, name -> name.equals("text") || isRequired(shape.get(), name)));
      case Subset.Data() -> tagged(resource.without("text"));
      case Subset.Elements elements ->
          tagged(
              kept(
                  resource,
                  name ->
                      isRequired(shape.get(), name)
                          || elements.has(type(resource), name)
                          || elements.has(type(resource), stem(shape.get(), name))));
    };
  }

  private interface Names {
    boolean keep(String name);
  }

  private static Json.Obj kept(Json.Obj resource, Names names) {
    var left = new LinkedHashMap<String, Json>();
    resource
        .members()
        .forEach(
            (name, value) -> {
              String owner = name.startsWith("_") ? name.substring(1) : name;
              if (ALWAYS.contains(owner) || names.keep(owner)) left.put(name, value);
            });
    return new Json.Obj(left);
  }

  private static boolean isRequired(Shape shape, String name) {
    Shape.Member member = shape.member(name);
    return member != null && member.required();
  }

  /** {@code value} for {@code valueString}. */
  private static String stem(Shape shape, String name) {
    Shape.Member member = shape.member(name);
    return member == null || member.choice().isEmpty() ? name : member.choice();
  }

  private Json.Obj summary(
      Json.Obj element, @Nullable BaseRuntimeElementCompositeDefinition<?> definition) {
    if (definition == null) return element;
    var left = new LinkedHashMap<String, Json>();
    element
        .members()
        .forEach(
            (name, value) -> {
              String owner = name.startsWith("_") ? name.substring(1) : name;
              if (ALWAYS.contains(owner)) left.put(name, value);
              BaseRuntimeChildDefinition child = definition.getChildByName(owner);
              if (child == null || !child.isSummary() && child.getMin() == 0) return;
              left.put(name, summary(value, child, owner));
            });
    return new Json.Obj(left);
  }

  private Json summary(Json value, BaseRuntimeChildDefinition child, String name) {
    return switch (value) {
      case Json.Arr(var items) ->
          new Json.Arr(items.stream().map(item -> summary(item, child, name)).toList());
      case Json.Obj object
          when child.getChildByName(name)
              instanceof BaseRuntimeElementCompositeDefinition<?> composite ->
          summary(object, composite);
      case Json leaf -> leaf;
    };
  }

  private static Json.Obj tagged(Json.Obj resource) {
    Json.Obj meta =
        resource.get("meta").orElse(Json.NULL) instanceof Json.Obj m ? m : Json.Obj.EMPTY;
    List<Json> tags = new ArrayList<>(meta.items("tag"));
    boolean tagged =
        tags.stream()
            .anyMatch(
                tag ->
                    tag instanceof Json.Obj coding
                        && coding.string("code").equals(SUBSETTED.string("code"))
                        && coding.string("system").equals(SUBSETTED.string("system")));
    if (!tagged) tags.add(SUBSETTED);
    return resource.with("meta", meta.with("tag", new Json.Arr(tags)));
  }
}

package dev.anamnesis.r4.path;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in a resource. Two nodes are the same only where they are the same place. */
final class Node implements Item {

  private final String type;
  private final Json json;
  private final Json.@Nullable Obj twin;
  private final @Nullable Node parent;
  private final String name;
  private final int index;

  Node(
      String type,
      Json json,
      Json.@Nullable Obj twin,
      @Nullable Node parent,
      String name,
      int index) {
    this.type = type;
    this.json = json;
    this.twin = twin;
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Json json() {
    return json;
  }

  @Override
  public Optional<Json.Obj> twin() {
    return Optional.ofNullable(twin);
  }

  @Override
  public Optional<Item> parent() {
    return Optional.ofNullable(parent);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public List<Item> children(String wanted) {
    var found = new ArrayList<Item>(2);
    children(wanted, found);
    return found;
  }

  @Override
  public List<Item> children() {
    if (members() == null) return Value.NONE;
    var found = new ArrayList<Item>();
    children(found);
    return found;
  }

  /** The object whose members are this node's children; null where it can have none. */
  private Json.@Nullable Obj members() {
    return json instanceof Json.Obj object ? object : twin;
  }

  void children(String wanted, List<Item> found) {
    Json.Obj members = members();
    if (members == null) return;
    for (Types.Field field : Types.fields(type, wanted)) field(field, members, found);
  }

  /** All of them, in the order they are written. */
  void children(List<Item> found) {
    Json.Obj members = members();
    if (members == null) return;
    for (String member : members.members().keySet()) {
      boolean beside = member.startsWith("_");
      String own = beside ? member.substring(1) : member;
      if (beside && members.members().containsKey(own)) continue;
      Types.Field field = Types.written(type, own);
      if (field != null) field(field, members, found);
    }
  }

  private void field(Types.Field field, Json.Obj members, List<Item> found) {
    Json value = members.members().get(field.name());
    Json beside = field.primitive() ? members.members().get(field.twin()) : null;
    if (value == null && beside == null) return;
    if (value instanceof Json.Arr || beside instanceof Json.Arr) {
      List<Json> values = value instanceof Json.Arr(var items) ? items : List.of();
      List<Json> twins = beside instanceof Json.Arr(var items) ? items : List.of();
      for (int at = 0; at < Math.max(values.size(), twins.size()); at++) {
        Json item = at < values.size() ? values.get(at) : Json.NULL;
        add(field, item, at < twins.size() ? twins.get(at) : null, at, found);
      }
    } else {
      add(field, value == null ? Json.NULL : value, beside, -1, found);
    }
  }

  private void add(Types.Field field, Json value, @Nullable Json beside, int at, List<Item> found) {
    Json.Obj object = beside instanceof Json.Obj same ? same : null;
    if (value instanceof Json.Null && object == null) return;
    String itsType = field.resource() ? resourceType(value) : field.type();
    found.add(new Node(itsType, value, object, this, field.name(), at));
  }

  private static String resourceType(Json value) {
    return value instanceof Json.Obj resource
        ? resource.string("resourceType").orElse("Resource")
        : "Resource";
  }

  /** The nearest resource this is or stands in. */
  Node resource() {
    Node at = this;
    while (at.parent != null && !Types.isResource(at.type)) at = at.parent;
    return at;
  }

  /** The resource that contains the nearest one, else that one. */
  Node rootResource() {
    Node nearest = resource();
    return nearest.name.equals("contained") && nearest.parent != null
        ? nearest.parent.resource()
        : nearest;
  }
}

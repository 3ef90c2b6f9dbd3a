package dev.anamnesis.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/** R4's resource types and the small numbers the projections store for them. */
public final class ResourceTypes {

  private final Map<String, Short> codes = new HashMap<>();
  private final Map<Short, String> names = new HashMap<>();

  public ResourceTypes(Jdbi jdbi) {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("select code, name from read.resource_types")
                .map((row, context) -> Map.entry(row.getShort("code"), row.getString("name")))
                .forEach(
                    entry -> {
                      names.put(entry.getKey(), entry.getValue());
                      codes.put(entry.getValue(), entry.getKey());
                    }));
  }

  public short code(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("not a resource type"));
  }

  private Optional<Short> find(String name) {
    return Optional.ofNullable(codes.get(name));
  }

  public boolean knows(String name) {
    return codes.containsKey(name);
  }

  /** All of them, by name. */
  public List<String> names() {
    return List.copyOf(new TreeSet<>(codes.keySet()));
  }

  public String name(short code) {
    String name = names.get(code);
    if (name == null) throw new IllegalStateException("an unknown resource type is stored");
    return name;
  }
}

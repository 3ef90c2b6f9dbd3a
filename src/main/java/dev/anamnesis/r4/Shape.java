package dev.anamnesis.r4;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members R4 gives a type, in the order of its definition.
 *
 * @param resource a resource type, not a data type or a part of one
 */
public record Shape(String name, boolean resource, Map<String, Member> members) {

  /** The type of a resource's own id: an {@code id} that takes no extension. */
  public static final String RESOURCE_ID = "resource id";

  public Shape {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /**
   * @param type a primitive's name, the name of another shape, {@code Resource}, or {@code System}
   *     for plain strings that take no extension
   * @param choice the stem of {@code value[x]}; empty for no choice
   */
  public record Member(String name, int min, boolean many, String type, String choice) {
    public boolean required() {
      return min > 0;
    }
  }

  /** Null where the type has no such member. */
  public @Nullable Member member(String name) {
    return members.get(name);
  }
}

package dev.anamnesis.r4;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members R4 gives a type, in the order of its definition.
 *
 * @param resource a resource type, not a data type or a part of one
 * @param required those that must be there
 * @param choosing those that are one type of a choice
 */
public record Shape(
    String name,
    boolean resource,
    Map<String, Member> members,
    List<Member> required,
    List<Member> choosing) {

  /** The type of a resource's own id: an {@code id} that takes no extension. */
  public static final String RESOURCE_ID = "resource id";

  public Shape {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    required = List.copyOf(required);
    choosing = List.copyOf(choosing);
  }

  Shape(String name, boolean resource, Map<String, Member> members) {
    this(
        name,
        resource,
        members,
        members.values().stream().filter(Member::required).toList(),
        members.values().stream().filter(member -> !member.choice().isEmpty()).toList());
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

package dev.anamnesis.domain;

import java.util.Set;

/**
 * The members one kind of fact speaks for. A name ending in {@code [x]} owns each of its types
 * ({@code deceased[x]} owns {@code deceasedBoolean}); {@code _birthDate} follows {@code birthDate}.
 */
public sealed interface Part {

  boolean owns(String member);

  /** Members by name. */
  record Named(Set<String> names) implements Part {
    public Named {
      names = Set.copyOf(names);
    }

    @Override
    public boolean owns(String member) {
      String owner = Elements.owner(member);
      for (String name : names) {
        if (name.equals(owner)) return true;
        if (name.endsWith("[x]") && isChoice(owner, name.substring(0, name.length() - 3)))
          return true;
      }
      return false;
    }

    private static boolean isChoice(String member, String stem) {
      return member.length() > stem.length()
          && member.startsWith(stem)
          && Character.isUpperCase(member.charAt(stem.length()));
    }
  }

  /** Whatever none of the others owns. */
  record Rest(Set<Part> others) implements Part {
    public Rest {
      others = Set.copyOf(others);
    }

    @Override
    public boolean owns(String member) {
      return others.stream().noneMatch(part -> part.owns(member));
    }
  }

  static Part of(String... names) {
    return new Named(Set.of(names));
  }

  static Part rest(Part... others) {
    return new Rest(Set.of(others));
  }
}

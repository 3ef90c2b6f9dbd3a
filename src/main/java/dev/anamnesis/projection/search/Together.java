package dev.anamnesis.projection.search;

import dev.anamnesis.projection.search.Filter.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Conditions of many types that are one: what refers to the owner of a compartment. */
final class Together {

  private Together() {}

  /** Empty where anything else is asked for. */
  static Optional<Cond> of(Compiler compiler, Persons persons, Map<String, List<Filter>> filters) {
    var sources = new LinkedHashSet<Long>();
    var owners = new LinkedHashSet<Target>();
    var either = new ArrayList<Cond>();
    for (var of : filters.entrySet()) {
      if (of.getValue().size() != 1) return Optional.empty();
      switch (of.getValue().getFirst()) {
        case Filter.Within(var owner, var id, var by) -> {
          by.forEach(p -> sources.addAll(Compiler.ids(p)));
          owners.add(new Target.Local(Set.of(owner), id));
        }
        case Filter.Person owner -> either.add(compiler.of(of.getKey(), owner));
        case Filter.Ids owner -> either.add(compiler.of(of.getKey(), owner));
        case Filter other -> {
          return Optional.empty();
        }
      }
    }
    if (owners.size() != 1) return Optional.empty();
    either.add(Fits.links(List.copyOf(sources), persons.refs(List.copyOf(owners), true)));
    return Optional.of(new Cond.Any(either));
  }
}

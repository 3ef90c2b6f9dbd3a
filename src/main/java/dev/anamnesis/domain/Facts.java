package dev.anamnesis.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts an edit into facts, part by part, so that every member written has exactly one fact. */
public final class Facts<E extends Event> {

  private final List<E> events = new ArrayList<>();
  private Edit left;

  private Facts(Edit edit) {
    this.left = edit;
  }

  public static <E extends Event> Facts<E> of(Edit edit) {
    return new Facts<>(edit);
  }

  /** A fact about the part's members, if any of them was written or removed. */
  public Facts<E> part(Part part, Function<Edit, E> fact) {
    return partMaybe(part, edit -> Optional.of(fact.apply(edit)));
  }

  /** The same, where the members' change may turn out to be no fact of this kind. */
  public Facts<E> partMaybe(Part part, Function<Edit, Optional<E>> fact) {
    Edit share = left.of(part);
    if (share.isEmpty()) return this;
    fact.apply(share)
        .ifPresent(
            event -> {
              events.add(event);
              left = left.without(share);
            });
    return this;
  }

  /** A fact that stands even with an empty edit and takes the part's members with it. */
  public Facts<E> always(Part part, Function<Edit, E> fact) {
    Edit share = left.of(part);
    events.add(fact.apply(share));
    left = left.without(share);
    return this;
  }

  /** A last fact for all that is left, if anything is. */
  public List<E> rest(Function<Edit, E> fact) {
    if (!left.isEmpty()) events.add(fact.apply(left));
    return List.copyOf(events);
  }
}

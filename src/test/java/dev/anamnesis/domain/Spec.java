package dev.anamnesis.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** {@code Spec.of(DECIDER).given(…).when(…).then(…)}. */
public final class Spec<E extends Event> {

  private final Decider<Existence, ResourceCommand, E> decider;
  private Existence state;
  private Decision<E> decision = Decision.accepted(List.of());

  private Spec(Decider<Existence, ResourceCommand, E> decider) {
    this.decider = decider;
    this.state = decider.initial();
  }

  public static <E extends Event> Spec<E> of(Decider<Existence, ResourceCommand, E> decider) {
    return new Spec<>(decider);
  }

  /** Commands that were accepted before. */
  public Spec<E> given(ResourceCommand... commands) {
    for (ResourceCommand command : commands) {
      if (decider.decide(state, command) instanceof Decision.Accepted<E>(var events)) {
        for (E event : events) state = decider.evolve(state, event);
      } else {
        throw new IllegalArgumentException("refused already: " + command);
      }
    }
    return this;
  }

  public Spec<E> when(ResourceCommand command) {
    decision = decider.decide(state, command);
    return this;
  }

  @SafeVarargs
  public final void then(E... events) {
    assertThat(decision).isEqualTo(Decision.accepted(List.of(events)));
  }

  public void thenNothing() {
    assertThat(decision).isEqualTo(Decision.accepted(List.of()));
  }

  public void thenRefused(String code, List<String> allowed) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> {
              assertThat(refused.refusal().code()).isEqualTo(code);
              assertThat(refused.refusal().allowed()).isEqualTo(allowed);
            });
  }

  /** From a JSON object. */
  public static ResourceCommand state(String json) {
    return new ResourceCommand.State(Elements.parse(json));
  }

  public static ResourceCommand remove() {
    return new ResourceCommand.Remove();
  }

  /** What is written, as a JSON object, and what is dropped. */
  public static Edit edit(String put, String... dropped) {
    return new Edit(Elements.parse(put), new java.util.TreeSet<>(List.of(dropped)));
  }
}

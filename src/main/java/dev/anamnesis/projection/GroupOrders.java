package dev.anamnesis.projection;

import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.domain.prescribing.PrescriptionEvent;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The prescriptions of a group, read once. */
final class GroupOrders {

  /**
   * @param isNew it becomes active by this commit
   */
  private record Want(int index, Commit commit, Order order, boolean isNew) {
    String id() {
      return commit.stream().id();
    }
  }

  private final List<Want> wants = new ArrayList<>();
  private final Map<String, List<Want>> byPatient = new HashMap<>();
  private final Set<String> own = new TreeSet<>();

  GroupOrders(List<Commit> group) {
    for (int index = 0; index < group.size(); index++) {
      Commit commit = group.get(index);
      if (!Prescriptions.isPrescription(commit)) continue;
      Order order = Order.of(commit.after());
      var want = new Want(index, commit, order, order.isNewlyActive(Order.of(commit.before())));
      wants.add(want);
      own.add(want.id());
      order
          .patient()
          .ifPresent(
              patient -> byPatient.computeIfAbsent(patient, p -> new ArrayList<>()).add(want));
    }
  }

  List<Rule> rules(Ordered ordered) {
    var rules = new ArrayList<Rule>();
    for (Want want : wants) {
      boolean waived =
          want.commit().events().stream().anyMatch(PrescriptionEvent.RulesWaived.class::isInstance);
      Order order = want.order();
      if (waived || !want.isNew() || order.patient().isEmpty()) continue;
      if (order.medications().isEmpty()) continue;
      var but = new TreeSet<>(own);
      order.prior().ifPresent(but::add);
      rules.add(
          new Rule(
              want.index(),
              new DuplicateGuard(
                  order.patient().get(),
                  Prescriptions.hashes(order.medications()),
                  but,
                  together(want),
                  ordered)));
    }
    return rules;
  }

  /** A later one that is judged itself does not stand in the way of an earlier one. */
  private Optional<String> together(Want want) {
    Order order = want.order();
    return byPatient.getOrDefault(order.patient().orElse(""), List.of()).stream()
        .filter(
            other -> other.index() < want.index() || other.index() > want.index() && !other.isNew())
        .filter(other -> other.order().isActive())
        .filter(
            other -> other.order().medications().stream().anyMatch(order.medications()::contains))
        .map(Want::id)
        .filter(id -> !order.prior().equals(Optional.of(id)))
        .findFirst();
  }
}

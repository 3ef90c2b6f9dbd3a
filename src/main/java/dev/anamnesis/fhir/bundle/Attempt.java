package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.domain.ResourceCommand;
import dev.anamnesis.eventstore.Guard;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Conditions;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.Plan;
import dev.anamnesis.ledger.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One look at what a transaction comes down to: its conditions as they are now. */
final class Attempt {

  private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]+)\\?(.+)");

  private final Dispatch dispatch;
  private final Conditions conditions;
  private final Ask bundle;
  private final Map<Integer, Plan> plans = new HashMap<>();
  private final Map<String, String> moved = new HashMap<>();
  private final Map<String, StreamId> conditionalCreates = new HashMap<>();
  private final Map<String, String> conditionalReferences = new HashMap<>();
  private final Map<StreamId, Integer> writtenBy = new HashMap<>();

  /** Asked for each member of each entry, so that it is looked up once. */
  private final boolean onlyUrns;

  /** In the order of the transaction, with the entry each comes from. */
  final List<Write> writes = new ArrayList<>();

  final List<Entry> entries = new ArrayList<>();
  final List<Guard> guards = new ArrayList<>();

  Attempt(Dispatch dispatch, Conditions conditions, List<Entry> all, Ask bundle) {
    this.dispatch = dispatch;
    this.conditions = conditions;
    this.bundle = bundle;
    List<Entry> ordered =
        all.stream()
            .filter(entry -> entry.verb().writes())
            .sorted(Comparator.comparing(Entry::verb))
            .toList();
    for (Entry entry : ordered) about(entry, () -> plan(entry));
    this.onlyUrns = moved.keySet().stream().allMatch(url -> url.startsWith("urn:"));
    var links = Links.to(moved, this::reference);
    for (Entry entry : ordered) about(entry, () -> write(entry, links));
  }

  Optional<Plan> plan(int index) {
    return Optional.ofNullable(plans.get(index));
  }

  private static void about(Entry entry, Runnable step) {
    try {
      step.run();
    } catch (BaseServerResponseException e) {
      throw At.of(entry.index(), e);
    }
  }

  private void plan(Entry entry) {
    Plan plan = once(entry, dispatch.plan(entry, Dispatch.document(entry), entry.ask(bundle)));
    plans.put(entry.index(), plan);
    Optional<StreamId> stream =
        switch (plan) {
          case Plan.Carry(Write write) -> {
            claim(entry, write.stream());
            yield Optional.of(write.stream());
          }
          case Plan.Found(StreamId found) -> Optional.of(found);
          case Plan.Idle() -> Optional.empty();
        };
    if (entry.fullUrl().isEmpty() || entry.verb() == Entry.Verb.DELETE) return;
    stream.ifPresent(
        found -> {
          if (moved.put(entry.fullUrl().get(), found.path()) != null) {
            throw Outcomes.invalid(
                "duplicate-full-url", "Another entry of the Bundle has the same fullUrl.");
          }
        });
  }

  /** A second conditional create with the same condition finds what the first one makes. */
  private Plan once(Entry entry, Plan plan) {
    String condition = entry.conditions().get("if-none-exist");
    if (condition == null || !(plan instanceof Plan.Carry(Write write))) return plan;
    String key = write.stream().type() + '?' + condition;
    StreamId first = conditionalCreates.putIfAbsent(key, write.stream());
    return first == null ? plan : new Plan.Found(first);
  }

  private void claim(Entry entry, StreamId stream) {
    Integer other = writtenBy.putIfAbsent(stream, entry.index());
    if (other != null) {
      throw Outcomes.invalid(
          "resource-twice",
          "Entry " + other + " is about the same resource: a transaction changes it once.");
    }
  }

  private void write(Entry entry, Links links) {
    if (!(plans.get(entry.index()) instanceof Plan.Carry(Write write))) return;
    Links from = links.of(entry.fullUrl());
    Write linked =
        switch (write.command()) {
          case ResourceCommand.State(Elements stated) -> linked(write, stated, from);
          case ResourceCommand.Load(Elements stated) -> linked(write, stated, from);
          case ResourceCommand.Remove() -> write;
        };
    writes.add(dispatch.checked(linked));
    entries.add(entry);
  }

  private Write linked(Write write, Elements stated, Links links) {
    Elements now = links.rewritten(write.stream().type(), stated, this::mayHaveLinks);
    return now == stated ? write : write.saying(now);
  }

  /** A cheap look that spares most members of a large Bundle's resources the parsing. */
  private boolean mayHaveLinks(String text) {
    return !onlyUrns || text.contains("urn:") || text.indexOf('?') >= 0;
  }

  /** {@code Practitioner?identifier=x} must match one resource, also with our base before it. */
  private String reference(String reference) {
    boolean ours = reference.startsWith(bundle.base() + '/');
    var conditional =
        CONDITIONAL.matcher(ours ? reference.substring(bundle.base().length() + 1) : reference);
    if (!conditional.matches()) return reference;
    return conditionalReferences.computeIfAbsent(
        reference, r -> only(conditional.group(1), conditional.group(2)));
  }

  private String only(String type, String query) {
    Conditions.Matches matches = conditions.find(type, query);
    Set<String> paths = new Pending(plans.values()).matching(type, query);
    matches.streams().forEach(stream -> paths.add(stream.path()));
    if (paths.size() != 1) {
      throw Outcomes.precondition(
          paths.isEmpty() ? "reference-matches-none" : "reference-matches-several",
          "A conditional reference must match one resource, and this one matches "
              + (paths.isEmpty() ? "none." : "several."));
    }
    guards.add(matches.stays());
    return paths.iterator().next();
  }
}

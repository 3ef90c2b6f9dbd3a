package dev.anamnesis.fhir.bundle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.fhir.RequestKeys;
import dev.anamnesis.fhir.Subsets;
import dev.anamnesis.fhir.Witness;
import dev.anamnesis.fhir.Witness.Exchange;
import dev.anamnesis.fhir.bundle.BundleAnswer.Each;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.projection.ResourceTypes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** POST of a Bundle to the base (https://hl7.org/fhir/R4/http.html#transaction). */
public final class Bundles {

  /** Entries of one Bundle at most. */
  public static final int MOST_ENTRIES = 10_000;

  /** Large Bundles are worked on one or two at a time: what they take in memory adds up. */
  private static final int LARGE = 2 << 20;

  private final Semaphore large = new Semaphore(2, true);
  private final Refusals refusals;
  private final Transactions transactions;
  private final Dispatch dispatch;
  private final Witness witness;
  private final Trials trials;
  private final Supplier<String> ids;

  public Bundles(
      FhirContext context,
      Stage now,
      Function<Instant, Stage> then,
      ResourceTypes types,
      Supplier<Operations> operations,
      Witness witness,
      Supplier<String> ids,
      InstantSource clock) {
    var subsets = new Subsets(context);
    this.refusals = new Refusals(context);
    this.dispatch = new Dispatch(now.interactions(), types, operations, subsets);
    this.transactions = new Transactions(now, dispatch, refusals);
    this.trials = new Trials(now, then, types, operations, subsets, refusals, clock);
    this.witness = witness;
    this.ids = ids;
  }

  /**
   * @param refused what is wrong with entries of a batch, by their index
   */
  public Answer answer(Read.Document bundle, Map<Integer, List<Problem>> refused, Ask ask) {
    return alone(ask, () -> carriedOut(bundle.elements(), refused, ask));
  }

  private <T> T alone(Ask ask, Supplier<T> work) {
    if (ask.body().length < LARGE) return work.get();
    large.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      large.release();
    }
  }

  /**
   * What a transaction would come to; nothing is stored.
   *
   * @param at what it would have come to at that instant; empty for now
   */
  public Trial tried(Read.Document bundle, Optional<Instant> at, Ask ask) {
    if (!bundle.elements().text("type").equals(Optional.of("transaction"))) {
      throw Outcomes.invalid("bundle-type", "Only a Bundle of type transaction can be tried.");
    }
    return alone(
        ask,
        () -> {
          var tried = trials.tried(entries(bundle.elements(), ask), at, ask);
          String response =
              BundleAnswer.write("transaction-response", ids.get(), ask.base(), tried.answers());
          return new Trial(response, tried.commits());
        });
  }

  private Answer carriedOut(Elements bundle, Map<Integer, List<Problem>> refused, Ask ask) {
    String type = bundle.text("type").orElse("");
    return switch (type) {
      case "transaction" -> {
        List<Entry> entries = entries(bundle, ask);
        List<Each> answers = transactions.answers(entries, RequestKeys.of(ask), ask);
        witness.record(exchanges(entries, answers, ask));
        yield response("transaction-response", answers, ask);
      }
      case "batch" -> response("batch-response", each(bundle, refused, ask), ask);
      default ->
          throw Outcomes.invalid(
              "bundle-type",
              "The base takes a Bundle of type transaction or batch. To keep a Bundle of another"
                  + " type as it is, POST it to /Bundle.");
    };
  }

  private static List<String> items(Elements bundle) {
    List<String> items = bundle.items("entry");
    if (items.size() > MOST_ENTRIES) {
      throw Outcomes.invalid(
          "too-many-entries",
          "A Bundle takes %d entries at most: send several.".formatted(MOST_ENTRIES));
    }
    return items;
  }

  private static List<Entry> entries(Elements bundle, Ask ask) {
    List<String> items = items(bundle);
    var entries = new ArrayList<Entry>(items.size());
    for (int i = 0; i < items.size(); i++) entries.add(Entry.read(i, items.get(i), ask.base()));
    return entries;
  }

  private static List<Exchange> exchanges(List<Entry> entries, List<Each> answers, Ask bundle) {
    var exchanges = new ArrayList<Exchange>(entries.size());
    for (Entry entry : entries) {
      exchanges.add(Exchange.of(entry.ask(bundle), answers.get(entry.index()).answer()));
    }
    return exchanges;
  }

  /** Each on its own: one that is refused does not touch the others. */
  private List<Each> each(Elements bundle, Map<Integer, List<Problem>> refused, Ask ask) {
    List<String> items = items(bundle);
    var answers = new ArrayList<Each>(items.size());
    var exchanges = new ArrayList<Exchange>(items.size());
    for (int i = 0; i < items.size(); i++) {
      List<Problem> problems = refused.getOrDefault(i, List.of());
      answers.add(alone(i, items.get(i), problems, ask, exchanges));
    }
    witness.record(exchanges);
    return answers;
  }

  private Each alone(
      int index, String item, List<Problem> problems, Ask bundle, List<Exchange> exchanges) {
    Ask ask = Ask.entry("", "", name -> null, bundle);
    try {
      if (!problems.isEmpty()) return unfit(index, item, problems, bundle, exchanges);
      Entry entry = Entry.read(index, item, bundle.base());
      ask = entry.ask(bundle);
      Answer answer = dispatch.answer(entry, ask);
      exchanges.add(Exchange.of(ask, answer));
      return entry.states() ? Each.written(answer, bundle) : Each.of(dispatch.shown(answer, ask));
    } catch (BaseServerResponseException e) {
      Each refused = refusals.each(index, e);
      exchanges.add(Exchange.of(ask, refused.answer()));
      return refused;
    }
  }

  /** Refused; but what is to be validated may be wrong, and is told so. */
  private Each unfit(
      int index, String item, List<Problem> problems, Ask bundle, List<Exchange> exchanges) {
    Optional<Entry> entry = Entry.salvaged(index, item, bundle.base());
    Each refused = refusals.each(index, Outcomes.invalid(problems));
    boolean validated = entry.filter(e -> e.asks("$validate")).isPresent();
    Each each = validated ? Each.of(Answer.ok(refused.outcome().orElseThrow())) : refused;
    Ask none = Ask.entry("", "", name -> null, bundle);
    exchanges.add(Exchange.of(entry.map(e -> e.ask(bundle)).orElse(none), each.answer()));
    return each;
  }

  private Answer response(String type, List<Each> answers, Ask ask) {
    return Answer.ok(BundleAnswer.write(type, ids.get(), ask.base(), answers));
  }
}

package dev.anamnesis.audit;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Method;
import dev.anamnesis.eventstore.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Records who made a commit in the commit's own transaction: there is never one without. */
public final class CommitWitness implements CommitListener {

  private final AccessLog log;

  public CommitWitness(AccessLog log) {
    this.log = log;
  }

  private record Witnessed(Caller caller, int callerId, Optional<Visit> visit, Set<String> patients)
      implements Share {}

  /** On the request's own thread, where the visit is known. */
  @Override
  public Share prepare(Commit commit) {
    if (log.isOff()) return NOTHING;
    Optional<Visit> visit = Visit.current();
    Caller caller = visit.map(Visit::caller).orElse(Caller.ITSELF);
    var patients = new LinkedHashSet<String>();
    if (commit.stream().type().equals("Patient")) patients.add(commit.stream().id());
    Elements stated = commit.after().last();
    for (String json : stated.members().values()) patients.addAll(Mentions.in(json));
    return new Witnessed(caller, log.references().caller(caller), visit, patients);
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    if (log.isOff()) return;
    var named = new LinkedHashSet<String>();
    for (Entry entry : batch) named.addAll(witnessed(entry).patients());
    var streams = log.references().patients(to, named);
    var records = new ArrayList<Line>();
    for (Entry entry : batch) {
      Witnessed by = witnessed(entry);
      var patients = by.patients().stream().map(streams::get).filter(Objects::nonNull).toList();
      records.addAll(AccessLog.entries(access(entry, by), by.callerId(), patients));
    }
    log.append(to, records);
    for (Entry entry : batch) {
      long position = entry.recorded().position();
      witnessed(entry).visit().ifPresent(visit -> visit.committed(position));
    }
  }

  @Override
  public void confirmed(Appending written) {
    log.committed();
  }

  private static Access access(Entry entry, Witnessed by) {
    Recorded recorded = entry.recorded();
    int done = recorded.method() == Method.DELETE ? 204 : 200;
    return new Access(
        kind(recorded.method()),
        entry.commit().created() ? 201 : done,
        by.caller(),
        by.visit().map(Visit::request).orElse(""),
        recorded.position(),
        "",
        "",
        Set.of());
  }

  private static Interaction kind(Method method) {
    return switch (method) {
      case POST -> Interaction.CREATE;
      case PUT -> Interaction.UPDATE;
      case PATCH -> Interaction.PATCH;
      case DELETE -> Interaction.DELETE;
    };
  }

  private static Witnessed witnessed(Entry entry) {
    if (entry.share() instanceof Witnessed witnessed) return witnessed;
    throw new IllegalStateException("the commit was not prepared");
  }
}

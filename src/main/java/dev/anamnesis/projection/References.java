package dev.anamnesis.projection;

import dev.anamnesis.domain.Existence;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.Rule;
import dev.anamnesis.eventstore.StreamId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Looks whether what a resource points at is there: relative references ({@code Patient/x}), and
 * those with our own base before them, that it did not hold before
 * (https://hl7.org/fhir/R4/references.html).
 */
public final class References implements CommitListener {

  private static final String MEMBER = "\"reference\":\"";
  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[0-9]+)?");

  private final ReferenceCheck check;
  private final Notices notices;
  private final Optional<String> base;

  /**
   * @param base our own URL where it is set, without a slash at its end
   */
  public References(ReferenceCheck check, Notices notices, Optional<String> base) {
    this.check = check;
    this.notices = notices;
    this.base = base.map(url -> url + '/');
  }

  private record Named(List<StreamId> targets) implements Share {}

  private record Missing(int at, StreamId target) {}

  @Override
  public Share prepare(Commit commit) {
    return check == ReferenceCheck.WARN ? new Named(List.copyOf(targets(commit))) : NOTHING;
  }

  @Override
  public List<Rule> rules(List<Commit> group) {
    return rules(group, Optional.empty());
  }

  @Override
  public List<Rule> rules(List<Commit> group, Past past) {
    return rules(group, Optional.of(past.at()));
  }

  private List<Rule> rules(List<Commit> group, Optional<Instant> at) {
    if (check != ReferenceCheck.ENFORCE) return List.of();
    var together = new HashSet<StreamId>();
    for (Commit commit : group) {
      if (commit.after() instanceof Existence.Present) together.add(commit.stream());
    }
    var rules = new ArrayList<Rule>();
    for (int index = 0; index < group.size(); index++) {
      Set<StreamId> targets = targets(group.get(index));
      targets.removeAll(together);
      if (!targets.isEmpty()) {
        String type = group.get(index).stream().type();
        rules.add(new Rule(index, new ReferenceGuard(type, List.copyOf(targets), at)));
      }
    }
    return rules;
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var wanted = new ArrayList<Missing>();
    for (int at = 0; at < batch.size(); at++) {
      if (!(batch.get(at).share() instanceof Named(List<StreamId> targets))) continue;
      notices.none(batch.get(at).recorded().position());
      for (StreamId target : targets) wanted.add(new Missing(at, target));
    }
    if (wanted.isEmpty()) return;
    Set<StreamId> gone =
        missing(
            to.written(),
            wanted.stream().map(Missing::target).distinct().toList(),
            Optional.empty());
    for (Missing each : wanted) {
      if (!gone.contains(each.target())) continue;
      notices.missing(batch.get(each.at()).recorded().position(), each.target().path());
    }
  }

  /** What the commit points at and did not before. */
  private Set<StreamId> targets(Commit commit) {
    Set<StreamId> targets = in(commit.after());
    targets.removeAll(in(commit.before()));
    targets.remove(commit.stream());
    return targets;
  }

  private Set<StreamId> in(Existence existence) {
    var targets = new LinkedHashSet<StreamId>();
    if (!(existence instanceof Existence.Present(var elements))) return targets;
    for (String json : elements.members().values()) {
      int at = json.indexOf(MEMBER);
      while (at >= 0) {
        int start = at + MEMBER.length();
        int end = json.indexOf('"', start);
        local(json.substring(start, end)).ifPresent(targets::add);
        at = json.indexOf(MEMBER, end);
      }
    }
    return targets;
  }

  private Optional<StreamId> local(String reference) {
    String path =
        base.filter(reference::startsWith)
            .map(own -> reference.substring(own.length()))
            .orElse(reference);
    var matcher = RELATIVE.matcher(path);
    return matcher.matches()
        ? Optional.of(new StreamId(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /**
   * Those of the targets that never were or are deleted.
   *
   * @param at as of that instant; empty for now
   */
  static Set<StreamId> missing(Handle handle, List<StreamId> targets, Optional<Instant> at) {
    String current =
        at.isEmpty()
            ? "v.version = s.version"
            : """
              v.recorded_at <= :at
                    and not exists (
                      select 1
                      from read.versions later
                      where later.stream = v.stream
                        and later.version = v.version + 1
                        and later.recorded_at <= :at)
              """;
    var query =
        handle
            .createQuery(
                """
                select t.resource_type, t.resource_id
                from unnest(:types, :ids) as t (resource_type, resource_id)
                where not exists (
                  select 1
                  from log.streams s
                  join read.versions v on v.stream = s.stream and %s
                  where s.resource_type = t.resource_type
                    and s.resource_id = t.resource_id
                    and v.body is not null)
                """
                    .formatted(current))
            .bind("types", Columns.texts(targets, StreamId::type))
            .bind("ids", Columns.texts(targets, StreamId::id));
    at.ifPresent(then -> query.bind("at", OffsetDateTime.ofInstant(then, ZoneOffset.UTC)));
    return new LinkedHashSet<>(
        query
            .map(
                (row, context) ->
                    new StreamId(row.getString("resource_type"), row.getString("resource_id")))
            .list());
  }
}

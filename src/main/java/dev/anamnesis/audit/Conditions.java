package dev.anamnesis.audit;

import dev.anamnesis.audit.AccessQuery.Filter;
import dev.anamnesis.audit.AccessQuery.OneVersion;
import dev.anamnesis.audit.AccessQuery.Part;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/**
 * Filters as SQL over {@code audit.access a}. References are looked up first, so that the one query
 * over the log is about numbers that are indexed.
 */
final class Conditions {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Handle handle;
  private final List<String> clauses = new ArrayList<>();
  private final Map<String, Argument> bindings = new HashMap<>();
  private String order = "a.position";

  Conditions(Handle handle) {
    this.handle = handle;
  }

  /** All that must hold. */
  String clauses() {
    return clauses.isEmpty() ? "true" : String.join("\n  and ", clauses);
  }

  Map<String, Argument> bindings() {
    return bindings;
  }

  /** What to sort by: positions, the coarse ones first where an index has them. */
  String order(String direction) {
    return order.equals("a.position")
        ? "a.position " + direction
        : order + " " + direction + ", a.position " + direction;
  }

  void add(Filter filter) {
    clauses.add('(' + clause(filter) + ')');
  }

  private String clause(Filter filter) {
    return switch (filter) {
      case Filter.Nothing() -> "false";
      case Filter.Positions(Set<Long> positions) -> "a.position = any(" + longs(positions) + ")";
      case Filter.Kinds(Set<Interaction> kinds) ->
          "a.kind = any(" + ints(kinds, Interaction::code) + ")";
      case Filter.Outcomes(Set<Outcome> outcomes) -> outcomes(outcomes);
      case Filter.Patients(Set<String> ids) -> patients(streams(paths("Patient", ids)).keySet());
      case Filter.Agents(Set<String> ids) ->
          callers("user_id = any(:x) or client_id = any(:x) or on_behalf_of = any(:x)", ids);
      case Filter.AgentNames(Set<String> names) ->
          callers("lower(user_id) like any(:x)", beginnings(names));
      case Filter.Addresses(Set<String> addresses) ->
          callers("lower(address) like any(:x)", beginnings(addresses));
      case Filter.Entities(Set<StreamId> streams, Set<OneVersion> versions) ->
          entities(streams, versions);
      case Filter.Requests(Set<String> ids) -> requests(ids);
      case Filter.Shown(Set<Part> parts) ->
          String.join(" or ", parts.stream().map(Conditions::shown).toList());
    };
  }

  private static String outcomes(Set<Outcome> outcomes) {
    return String.join(
        " or ",
        outcomes.stream()
            .map(o -> "a.status >= %d and a.status <= %d".formatted(o.lowest(), o.highest()))
            .toList());
  }

  private String patients(Set<Long> streams) {
    if (streams.isEmpty()) return "false";
    if (streams.size() > 1) return "a.patient <> 0 and a.patient = any(" + longs(streams) + ")";
    order = "(a.position >> 16)";
    return "a.patient <> 0 and a.patient = " + number(streams.iterator().next());
  }

  private String callers(String condition, Set<String> values) {
    List<Integer> ids =
        handle
            .createQuery("select id from audit.callers where " + condition + " limit 10000")
            .bind("x", Columns.texts(values, text -> text))
            .mapTo(Integer.class)
            .list();
    if (ids.isEmpty()) return "false";
    if (ids.size() > 1) return "a.caller = any(" + ints(ids, id -> id) + ")";
    if (order.equals("a.position")) order = "(a.position >> 12)";
    return "a.caller = " + number(ids.getFirst());
  }

  private static String shown(Part part) {
    return switch (part) {
      case PATIENT -> "a.patient <> 0";
      case OBJECT -> "a.kind < 20 and a.kind not in (6, 7)";
      case QUERY -> "a.kind in (6, 7)";
      case OBJECT_OR_QUERY, REQUEST -> "a.kind < 20";
    };
  }

  private String requests(Set<String> ids) {
    var uuids = ids.stream().filter(id -> UUID.matcher(id).matches()).toList();
    var names = ids.stream().filter(id -> !UUID.matcher(id).matches()).toList();
    var either = new ArrayList<String>();
    if (!uuids.isEmpty()) {
      String sent = texts(uuids) + "::uuid[]";
      either.add(
          """
          a.request <> '%s' and a.request = any(%s)
            and (uuid_hash(a.request) & 4095) = any(array(select uuid_hash(u) & 4095 from unnest(%s) u))"""
              .formatted(AccessColumns.NO_UUID, sent, sent));
    }
    if (!names.isEmpty()) {
      either.add("a.request_name <> '' and a.request_name = any(" + texts(names) + ")");
    }
    return either.isEmpty() ? "false" : String.join(" or ", either);
  }

  /** A version's reads are found by its patients where it has some. */
  private String entities(Set<StreamId> wanted, Set<OneVersion> single) {
    Map<Long, StreamId> streams = streams(wanted);
    var seen = versions(streams.keySet());
    seen.addAll(positions(single));
    var patients = patientsOf(seen);
    streams.forEach(
        (stream, id) -> {
          if (id.type().equals("Patient")) patients.add(stream);
        });
    var own =
        streams.entrySet().stream()
            .filter(entry -> entry.getValue().type().equals("Patient"))
            .map(Map.Entry::getKey)
            .toList();
    String versions = longs(seen);
    return """
    a.seen <> 0 and a.patient = 0 and a.seen = any(%s)
      or a.patient <> 0 and a.patient = any(%s) and (a.seen = any(%s) or a.patient = any(%s))
      or a.about <> '' and a.about = any(%s)"""
        .formatted(
            versions,
            longs(patients),
            versions,
            longs(own),
            texts(
                Stream.concat(
                        wanted.stream()
                            .flatMap(id -> Stream.of(id.path(), id.path() + "/_history")),
                        single.stream().map(OneVersion::path))
                    .toList()));
  }

  private List<Long> versions(Collection<Long> streams) {
    return new ArrayList<>(
        handle
            .createQuery("select position from log.commits where stream = any(:streams)")
            .bind("streams", Columns.longs(streams, stream -> stream))
            .mapTo(Long.class)
            .list());
  }

  private List<Long> positions(Collection<OneVersion> versions) {
    if (versions.isEmpty()) return List.of();
    return handle
        .createQuery(
            """
            select c.position
            from unnest(:types, :ids, :versions) as wanted (resource_type, resource_id, version)
            join log.streams s using (resource_type, resource_id)
            join log.commits c on c.stream = s.stream and c.version = wanted.version
            """)
        .bind("types", Columns.texts(versions, one -> one.stream().type()))
        .bind("ids", Columns.texts(versions, one -> one.stream().id()))
        .bind("versions", Columns.ints(versions, OneVersion::version))
        .mapTo(Long.class)
        .list();
  }

  private List<Long> patientsOf(List<Long> versions) {
    return new ArrayList<>(
        handle
            .createQuery(
                """
                select distinct patient
                from audit.access
                where seen <> 0
                  and kind > 9
                  and seen = any(:versions)
                  and patient <> 0
                """)
            .bind("versions", Columns.longs(versions, version -> version))
            .mapTo(Long.class)
            .list());
  }

  private static List<StreamId> paths(String type, Set<String> ids) {
    return ids.stream().map(id -> new StreamId(type, id)).toList();
  }

  private Map<Long, StreamId> streams(Collection<StreamId> ids) {
    var streams = new HashMap<Long, StreamId>();
    handle
        .createQuery(
            """
            select s.stream, s.resource_type, s.resource_id
            from unnest(:types, :ids) as wanted (resource_type, resource_id)
            join log.streams s using (resource_type, resource_id)
            """)
        .bind("types", Columns.texts(ids, StreamId::type))
        .bind("ids", Columns.texts(ids, StreamId::id))
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong("stream"),
                    new StreamId(row.getString("resource_type"), row.getString("resource_id"))))
        .forEach(entry -> streams.put(entry.getKey(), entry.getValue()));
    return streams;
  }

  private static Set<String> beginnings(Set<String> texts) {
    return Set.copyOf(
        texts.stream()
            .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + '%')
            .toList());
  }

  private String number(long value) {
    return bound((position, statement, context) -> statement.setLong(position, value));
  }

  private String longs(Collection<Long> values) {
    return bound(Columns.longs(values, value -> value));
  }

  private <T> String ints(Collection<T> values, ToIntFunction<T> number) {
    return bound(Columns.ints(values, number));
  }

  private String texts(Collection<String> values) {
    return bound(Columns.texts(values, text -> text));
  }

  private String bound(Argument argument) {
    String name = "b" + bindings.size();
    bindings.put(name, argument);
    return ':' + name;
  }
}

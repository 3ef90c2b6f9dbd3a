package dev.anamnesis.audit.proof;

import dev.anamnesis.eventstore.Bodies;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.eventstore.seal.SealBroken;
import dev.anamnesis.eventstore.seal.Sealer;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Compares what is served with the log: each version's place, and that its body is the sealed one.
 * A seal is bound to resource and version, so that no body can stand in for another.
 */
final class VersionCheck {

  private static final int PAGE = 1000;

  /** Each gives the first position where something is wrong. */
  private static final List<String> RULES =
      List.of(
          """
          select c.position
          from log.commits c
          left join read.versions v on v.position = c.position
          left join read.resource_types t on t.code = v.type
          where v.position is null
            or (v.stream, v.version, v.recorded_at, v.resource_id)
              is distinct from (c.stream, c.version, c.recorded_at, c.resource_id)
            or t.name is distinct from c.resource_type
            or v.method is distinct from array_position(array['POST', 'PUT', 'DELETE', 'PATCH'], c.method) - 1
            or (v.body is null) <> (c.method = 'DELETE')
            or (v.status = 204) <> (c.method = 'DELETE')
            or v.system_seq <> c.position
          order by c.position
          limit 1
          """,
          """
          select v.position
          from read.versions v
          where not exists (select from log.commits c where c.position = v.position)
          order by v.position
          limit 1
          """,
          """
          select position
          from (
            select position, type_seq, alive, status, version,
              row_number() over types as counted,
              sum(case status when 201 then 1 when 204 then -1 else 0 end) over types as living,
              lag(status) over (partition by stream order by version) as before
            from read.versions
            window types as (partition by type order by position)
          ) v
          where type_seq <> counted
            or alive <> living
            or (status = 201) <> (status <> 204 and (version = 1 or before = 204))
          order by position
          limit 1
          """,
          """
          select c.position
          from log.commits c
          left join log.commits b on b.position = c.stream
          where b.position is null
            or (b.resource_type, b.resource_id, b.version) is distinct from (c.resource_type, c.resource_id, 1)
          order by c.position
          limit 1
          """,
          """
          select c.position
          from log.commits c
          left join log.streams s on s.stream = c.stream
          where not exists (select from log.commits n where n.stream = c.stream and n.version > c.version)
            and (s.resource_type, s.resource_id, s.version, s.position)
              is distinct from (c.resource_type, c.resource_id, c.version, c.position)
          order by c.position
          limit 1
          """);

  private final Optional<Sealer> sealer;

  VersionCheck(Optional<Sealer> sealer) {
    this.sealer = sealer;
  }

  Optional<Fault> check(Handle handle) {
    for (String rule : RULES) {
      Optional<Long> position = handle.createQuery(rule).mapTo(Long.class).findOne();
      if (position.isPresent()) {
        return found(position.get(), "what is served is not what the log says");
      }
    }
    return sealer.flatMap(opens -> bodies(handle, opens));
  }

  private record Body(long position, StreamId stream, int version, byte[] sealed) {}

  private static Optional<Fault> bodies(Handle handle, Sealer sealer) {
    long after = 0;
    while (true) {
      List<Body> page = page(handle, after);
      if (page.isEmpty()) return Optional.empty();
      for (Body body : page) {
        if (!opens(sealer, body)) return found(body.position(), "the body's seal is broken");
        after = body.position();
      }
    }
  }

  private static boolean opens(Sealer sealer, Body body) {
    try {
      sealer.open(body.sealed(), Bodies.place(body.stream(), body.version(), Bodies.Kind.BODY));
      return true;
    } catch (SealBroken e) {
      return false;
    }
  }

  private static List<Body> page(Handle handle, long after) {
    return handle
        .createQuery(
            """
            select v.position, c.resource_type, c.resource_id, c.version, v.body
            from read.versions v
            join log.commits c on c.position = v.position
            where v.position > :after
              and v.body is not null
            order by v.position
            limit :page
            """)
        .bind("after", after)
        .bind("page", PAGE)
        .map(
            (row, context) ->
                new Body(
                    row.getLong("position"),
                    new StreamId(row.getString("resource_type"), row.getString("resource_id")),
                    row.getInt("version"),
                    row.getBytes("body")))
        .list();
  }

  private static Optional<Fault> found(long position, String words) {
    return Optional.of(new Fault("versions", position, words));
  }
}

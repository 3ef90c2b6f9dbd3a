package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.AccessLinks;
import dev.anamnesis.audit.Link;
import dev.anamnesis.eventstore.Chain;
import dev.anamnesis.eventstore.Instants;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;

/** What an owner of the database can do to it. Each says the first position it touched. */
final class Tampers {

  private static final String[] COMMIT_EDITS = {
    "payload = set_byte(payload, length(payload) / 2, (get_byte(payload, length(payload) / 2) + 1) %% 256)",
    "facts = facts || ',x:1'",
    "resource_id = resource_id || 'x'",
    "recorded_at = recorded_at + interval '1 microsecond'",
    "version = version + 1000",
    "method = 'PATCH'",
    "hash = set_byte(hash, 3, (get_byte(hash, 3) + 1) %% 256)",
    "stream = stream + 1"
  };
  private static final String[] ACCESS_EDITS = {
    "status = 599",
    "patient = patient + 1",
    "about = about || 'x'",
    "seen = seen + 1",
    "kind = 99",
    "caller = 9999",
    "recorded_at = recorded_at + interval '1 microsecond'",
    "request_name = request_name || 'x'",
    "hash = set_byte(hash, 3, (get_byte(hash, 3) + 1) %% 256)"
  };
  private static final String[] VERSION_EDITS = {
    "resource_id = 'other'",
    "version = version + 1000",
    "status = case status when 200 then 201 else 200 end",
    "method = 3 - method",
    "type = type + 1",
    "type_seq = type_seq + 1",
    "recorded_at = recorded_at - interval '1 second'",
    "system_seq = 0",
    "body = case when body is null then 'x'::bytea else set_byte(body, length(body) - 1, (get_byte(body, length(body) - 1) + 1) %% 256) end",
    "body = case when body is null then 'x'::bytea end"
  };

  private Tampers() {}

  static long one(Handle handle, Random random, long commits, long accesses) {
    handle.execute("set local session_replication_role = replica");
    return switch (random.nextInt(13)) {
      case 0, 1 -> edit(handle, "log.commits", random, COMMIT_EDITS, commits);
      case 2, 3 -> edit(handle, "audit.access", random, ACCESS_EDITS, accesses);
      case 4, 5 -> edit(handle, "read.versions", random, VERSION_EDITS, commits);
      case 6 -> delete(handle, "log.commits", 1 + random.nextLong(commits));
      case 7 -> delete(handle, "audit.access", 1 + random.nextLong(accesses));
      case 8 -> delete(handle, "read.versions", 1 + random.nextLong(commits));
      case 9 -> swap(handle, random, commits);
      case 10 -> older(handle, random, commits, accesses);
      case 11 -> forged(handle, Subject.LOG, "log.commits", 1 + random.nextLong(commits - 1));
      default -> forged(handle, Subject.ACCESS, "audit.access", 1 + random.nextLong(accesses - 1));
    };
  }

  private static long edit(
      Handle handle, String table, Random random, String[] edits, long positions) {
    long position = 1 + random.nextLong(positions);
    String edit = edits[random.nextInt(edits.length)].replace("%%", "%");
    handle.execute("update " + table + " set " + edit + " where position = " + position);
    return position;
  }

  private static long delete(Handle handle, String table, long position) {
    handle.execute("delete from " + table + " where position = " + position);
    return position;
  }

  /** Two payloads, or two bodies, change places. */
  private static long swap(Handle handle, Random random, long commits) {
    long one = 1 + random.nextLong(commits - 1);
    long other = one + 1 + random.nextLong(commits - one);
    String table = random.nextBoolean() ? "log.commits" : "read.versions";
    String column = table.equals("log.commits") ? "payload" : "body";
    handle.execute(
        """
        update %s t
        set %s = o.%s
        from %s o
        where t.position in (%d, %d)
          and o.position in (%d, %d)
          and o.position <> t.position
        """
            .formatted(table, column, column, table, one, other, one, other));
    return one;
  }

  /** As an older backup would have it: everything behind a position is gone, consistently. */
  private static long older(Handle handle, Random random, long commits, long accesses) {
    if (random.nextBoolean()) {
      long kept = random.nextLong(accesses);
      handle.execute("delete from audit.access where position > " + kept);
      return kept + 1;
    }
    long kept = random.nextLong(commits);
    handle.execute("delete from log.commits where position > " + kept);
    handle.execute("delete from read.versions where position > " + kept);
    handle.execute("delete from log.streams");
    handle.execute(
        """
        insert into log.streams (resource_type, resource_id, stream, version, position)
        select distinct on (stream) resource_type, resource_id, stream, version, position
        from log.commits
        order by stream, version desc
        """);
    return kept + 1;
  }

  /** A record is removed or doubled, the later ones are renumbered, and the chain is made anew. */
  private static long forged(Handle handle, Subject subject, String table, long position) {
    handle.execute("delete from " + table + " where position = " + position);
    handle.execute(
        "update %s set position = position + 500 where position > %d".formatted(table, position));
    handle.execute("update %s set position = position - 501 where position > 500".formatted(table));
    List<Link> links =
        subject == Subject.LOG
            ? LogLinks.after(handle, 0, 100_000)
            : AccessLinks.after(handle, 0, 100_000);
    byte[] hash = new byte[32];
    for (Link link : links) {
      hash = Chain.link(hash, link.position(), Instants.ofMicros(link.micros()), link.leaf());
      handle.execute("update " + table + " set hash = ? where position = " + link.position(), hash);
    }
    return position;
  }
}

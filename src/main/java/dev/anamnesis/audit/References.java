package dev.anamnesis.audit;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What records refer to: callers' rows and patients' streams. Neither ever changes. */
final class References {

  private static final long CALLERS = 10_000;
  private static final long PATIENTS = 50_000;

  private final Jdbi jdbi;
  private final Cache<Caller, Integer> callers = Caches.cache().maximumSize(CALLERS).build();
  private final Cache<Integer, Caller> callersById = Caches.cache().maximumSize(CALLERS).build();
  private final Cache<String, Long> patients = Caches.cache().maximumSize(PATIENTS).build();

  References(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The caller's row, made where it is missing, in a transaction of its own. */
  int caller(Caller caller) {
    Integer known = callers.getIfPresent(caller);
    if (known != null) return known;
    int id = jdbi.withHandle(handle -> caller(handle, caller));
    callers.put(caller, id);
    return id;
  }

  private static int caller(Handle handle, Caller caller) {
    byte[] digest = caller.digest();
    handle
        .createUpdate(
            """
            insert into audit.callers (digest, user_id, client_id, on_behalf_of, purpose, address)
            select :digest, :user, :client, :behalf, :purpose, :address
            where not exists (select from audit.callers where digest = :digest)
            on conflict (digest) do nothing
            """)
        .bind("digest", digest)
        .bind("user", caller.user())
        .bind("client", caller.client())
        .bind("behalf", caller.onBehalfOf())
        .bind("purpose", caller.purpose())
        .bind("address", caller.address())
        .execute();
    return handle
        .createQuery("select id from audit.callers where digest = :digest")
        .bind("digest", digest)
        .mapTo(Integer.class)
        .one();
  }

  /** Whose row it is. */
  Caller caller(int id) {
    return callersById.get(id, row -> jdbi.withHandle(handle -> caller(handle, row)));
  }

  private static Caller caller(Handle handle, int id) {
    return handle
        .createQuery(
            """
            select user_id, client_id, on_behalf_of, purpose, address
            from audit.callers
            where id = :id
            """)
        .bind("id", id)
        .map((row, context) -> AccessRows.caller(row))
        .one();
  }

  /** Streams of those that have one. */
  List<Long> patients(Set<String> ids) {
    if (ids.isEmpty()) return List.of();
    var found = patients.getAllPresent(ids);
    if (found.size() == ids.size()) return List.copyOf(found.values());
    var missing = new ArrayList<>(ids);
    missing.removeAll(found.keySet());
    var looked = jdbi.withHandle(handle -> streams(handle, missing));
    patients.putAll(looked);
    var all = new HashMap<>(found);
    all.putAll(looked);
    return List.copyOf(all.values());
  }

  /** Also of those that only this transaction sees. */
  Map<String, Long> patients(Appending to, Set<String> ids) {
    var streams = new HashMap<>(patients.getAllPresent(ids));
    var missing = ids.stream().filter(id -> !streams.containsKey(id)).toList();
    if (!missing.isEmpty()) streams.putAll(streams(to.written(), missing));
    return streams;
  }

  private static Map<String, Long> streams(Handle handle, Collection<String> ids) {
    return handle
        .createQuery(
            """
            select resource_id, stream
            from log.streams
            where resource_type = 'Patient'
              and resource_id = any(:ids)
            """)
        .bind("ids", Columns.texts(ids, id -> id))
        .reduceRows(
            new HashMap<String, Long>(),
            (streams, row) -> {
              streams.put(
                  row.getColumn("resource_id", String.class), row.getColumn("stream", Long.class));
              return streams;
            });
  }
}

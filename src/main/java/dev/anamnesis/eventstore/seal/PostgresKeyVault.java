package dev.anamnesis.eventstore.seal;

import com.github.benmanes.caffeine.cache.Cache;
import dev.anamnesis.eventstore.Caches;
import dev.anamnesis.eventstore.Columns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Keys in their own schema, wrapped by the master key and bound to their id and subject. */
public final class PostgresKeyVault implements KeyVault {

  private static final long CACHED = 50_000;

  private final Jdbi jdbi;
  private final MasterKey master;
  private final SecureRandom random;
  private final Gcm gcm;
  private final Cache<String, DataKey> bySubject = Caches.cache().maximumSize(CACHED).build();
  private final Cache<Long, DataKey> byId = Caches.cache().maximumSize(CACHED).build();
  private final Map<String, DataKey> proposed = new ConcurrentHashMap<>();

  public PostgresKeyVault(Jdbi jdbi, MasterKey master, SecureRandom random) {
    this.jdbi = jdbi;
    this.master = master;
    this.random = random;
    this.gcm = new Gcm(random);
  }

  /** The database holds keys that this master key did not wrap. */
  public static final class WrongMasterKey extends RuntimeException {
    WrongMasterKey(String stored, String given) {
      super(
          "The database's keys were wrapped by master key %s, but the one given is %s: give the right one."
              .formatted(stored, given));
    }
  }

  /** Throws {@link WrongMasterKey} unless this master key opens what is stored. */
  public void check() {
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "select distinct master_id from vault.data_keys where master_id <> :ours limit 1")
                .bind("ours", master.id())
                .mapTo(String.class)
                .findOne()
                .ifPresent(
                    stored -> {
                      throw new WrongMasterKey(stored, master.id());
                    }));
  }

  @Override
  public Proposal keyFor(String subject) {
    DataKey cached = bySubject.getIfPresent(subject);
    if (cached != null) return new Proposal(cached, true);
    DataKey waiting = proposed.get(subject);
    if (waiting != null) return new Proposal(waiting, false);
    Optional<DataKey> stored =
        find("subject = any(:wanted)", Columns.texts(List.of(subject), s -> s)).stream()
            .findFirst();
    if (stored.isPresent()) return new Proposal(stored.get(), true);
    return new Proposal(proposed.computeIfAbsent(subject, this::make), false);
  }

  @Override
  public void introduce(String subject) {
    if (bySubject.getIfPresent(subject) == null) proposed.computeIfAbsent(subject, this::make);
  }

  private DataKey make(String subject) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new DataKey(random.nextLong(), subject, key);
  }

  @Override
  public Optional<DataKey> byId(long id) {
    DataKey cached = byId.getIfPresent(id);
    if (cached != null) return Optional.of(cached);
    return find("key_id = any(:wanted)", Columns.longs(List.of(id), Long::longValue)).stream()
        .findFirst();
  }

  @Override
  public void prefetch(Collection<Long> ids) {
    var missing = ids.stream().filter(id -> byId.getIfPresent(id) == null).toList();
    if (!missing.isEmpty()) find("key_id = any(:wanted)", Columns.longs(missing, Long::longValue));
  }

  private List<DataKey> find(String condition, org.jdbi.v3.core.argument.Argument wanted) {
    List<DataKey> found =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select key_id, subject, wrapped
                        from vault.data_keys
                        where %s
                          and wrapped is not null
                        """
                            .formatted(condition))
                    .bind("wanted", wanted)
                    .map(
                        (row, context) ->
                            unwrap(
                                row.getLong("key_id"),
                                row.getString("subject"),
                                row.getBytes("wrapped")))
                    .list());
    found.forEach(this::remember);
    return found;
  }

  private void remember(DataKey key) {
    byId.put(key.id(), key);
    bySubject.put(key.subject(), key);
  }

  @Override
  public Set<String> insert(Handle transaction, Collection<DataKey> proposed) {
    var keys = proposed.stream().filter(key -> !key.equals(byId.getIfPresent(key.id()))).toList();
    if (keys.isEmpty()) return Set.of();
    var stored =
        transaction
            .createQuery(
                """
                insert into vault.data_keys (key_id, subject, wrapped, master_id)
                select key_id, subject, wrapped, :master
                from unnest(:ids, :subjects, :wrapped) as k (key_id, subject, wrapped)
                on conflict do nothing
                returning subject
                """)
            .bind("master", master.id())
            .bind("ids", Columns.longs(keys, DataKey::id))
            .bind("subjects", Columns.texts(keys, DataKey::subject))
            .bind("wrapped", Columns.bytes(keys, this::wrap))
            .mapTo(String.class)
            .list();
    Set<String> lost =
        keys.stream().map(DataKey::subject).collect(Collectors.toCollection(HashSet::new));
    stored.forEach(lost::remove);
    return lost;
  }

  @Override
  public void confirmed(Collection<DataKey> stored) {
    for (DataKey key : stored) {
      remember(key);
      proposed.remove(key.subject(), key);
    }
  }

  @Override
  public void forget(Set<String> subjects) {
    subjects.forEach(proposed::remove);
    subjects.forEach(bySubject::invalidate);
  }

  private byte[] wrap(DataKey key) {
    return gcm.seal(master.key, key.key(), bound(key.id(), key.subject()));
  }

  private DataKey unwrap(long id, String subject, byte[] wrapped) {
    return new DataKey(
        id, subject, Gcm.open(master.key, ByteBuffer.wrap(wrapped), bound(id, subject)));
  }

  private static byte[] bound(long id, String subject) {
    byte[] name = subject.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + name.length).putLong(id).put(name).array();
  }
}

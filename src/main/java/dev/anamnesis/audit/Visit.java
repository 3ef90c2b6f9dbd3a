package dev.anamnesis.audit;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One request, seen from everywhere on its thread, so that a commit knows who made it. */
public final class Visit {

  private static final ScopedValue<Visit> CURRENT = ScopedValue.newInstance();

  private final Caller caller;
  private final String request;
  private final Set<Long> committed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean recorded = new AtomicBoolean();
  private final AtomicReference<@Nullable String> stated = new AtomicReference<>();

  /**
   * @param request the request's id
   */
  public Visit(Caller caller, String request) {
    this.caller = caller;
    this.request = request;
  }

  /** The request this thread serves; empty where the server acts by itself. */
  public static Optional<Visit> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Serves the request. */
  public <X extends Throwable> void serve(ScopedValue.CallableOp<?, X> work) throws X {
    ScopedValue.where(CURRENT, this).call(work);
  }

  public Caller caller() {
    return caller;
  }

  public String request() {
    return request;
  }

  /**
   * What the request says of where its changes come from.
   *
   * @param provenance the members of a Provenance without target, as canonical JSON
   */
  public void states(String provenance) {
    stated.set(provenance);
  }

  Optional<String> stated() {
    return Optional.ofNullable(stated.get());
  }

  void committed(long position) {
    committed.add(position);
  }

  /** The commit at this position is of this request, and brought its own record along. */
  public boolean hasCommitted(long position) {
    return committed.contains(position);
  }

  /** True once: an answer that fails on its way is not another one. */
  public boolean isToBeRecorded() {
    return recorded.compareAndSet(false, true);
  }
}

package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AccessWriterTest {

  private static void until(BooleanSupplier so) throws InterruptedException {
    for (int tries = 0; tries < 2_000 && !so.getAsBoolean(); tries++) Thread.sleep(5);
    assertThat(so.getAsBoolean()).isTrue();
  }

  private static Thread waiting(Runnable work) throws InterruptedException {
    Thread thread = Thread.ofPlatform().daemon().start(work);
    until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
    return thread;
  }

  @Test
  void a_stop_ends_once_what_waits_is_written_though_few_wait_and_many_are_on_their_way()
      throws InterruptedException {
    var started = new AtomicInteger();
    var gate = new Semaphore(0, true);
    var writer =
        new AccessWriter(
            AuditMode.STRICT,
            2,
            lines -> {
              started.incrementAndGet();
              gate.acquireUninterruptibly();
            });
    waiting(() -> writer.write(List.of()));
    until(() -> started.get() == 1);
    waiting(() -> writer.write(List.of()));
    until(() -> started.get() == 2);
    for (int at = 0; at < 3; at++) waiting(() -> writer.write(List.of()));
    gate.release();
    until(() -> started.get() == 3 && gate.getQueueLength() == 2);
    gate.release();
    until(() -> gate.getQueueLength() == 1);
    waiting(() -> writer.write(List.of()));
    Thread stop = Thread.ofPlatform().daemon().start(writer::close);
    until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    gate.release(10);
    assertThat(stop.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void an_error_is_told_to_whoever_waits_and_the_next_is_written() {
    var times = new AtomicInteger();
    try (var writer =
        new AccessWriter(
            AuditMode.STRICT,
            1,
            lines -> {
              if (times.getAndIncrement() == 0) throw new StackOverflowError();
            })) {
      assertThatThrownBy(() -> writer.write(List.of())).isInstanceOf(StoreUnavailable.class);
      writer.write(List.of());
    }
    assertThat(times).hasValue(2);
  }
}

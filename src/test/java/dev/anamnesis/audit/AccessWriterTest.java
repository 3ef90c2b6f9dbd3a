package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.eventstore.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
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
  void a_stop_ends_once_what_waits_is_written_though_fewer_wait_than_were_written_last()
      throws InterruptedException {
    var started = new AtomicInteger();
    var gate = new Semaphore(0);
    var writer =
        new AccessWriter(
            AuditMode.STRICT,
            lines -> {
              started.incrementAndGet();
              gate.acquireUninterruptibly();
            });
    waiting(() -> writer.write(List.of()));
    until(() -> started.get() == 1);
    for (int at = 0; at < 3; at++) waiting(() -> writer.write(List.of()));
    gate.release();
    until(() -> started.get() == 2);
    waiting(() -> writer.write(List.of()));
    Thread stop = Thread.ofPlatform().daemon().start(writer::close);
    until(() -> stop.getState() == Thread.State.TIMED_WAITING);
    gate.release(10);
    assertThat(stop.join(Duration.ofSeconds(5))).isTrue();
    assertThat(started).hasValue(3);
  }

  @Test
  void a_lone_reader_is_answered_though_nobody_else_comes() {
    try (var writer = new AccessWriter(AuditMode.STRICT, lines -> {})) {
      try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int at = 0; at < 50; at++) readers.submit(() -> writer.write(List.of()));
      }
      writer.write(List.of());
    }
  }

  @Test
  void what_is_buffered_is_written_though_nothing_more_comes() throws InterruptedException {
    var started = new AtomicInteger();
    try (var writer = new AccessWriter(AuditMode.BUFFERED, lines -> started.incrementAndGet())) {
      writer.write(List.of());
      until(() -> started.get() == 1);
    }
  }

  @Test
  void an_error_is_told_to_whoever_waits_and_the_next_is_written() {
    var times = new AtomicInteger();
    try (var writer =
        new AccessWriter(
            AuditMode.STRICT,
            lines -> {
              if (times.getAndIncrement() == 0) throw new StackOverflowError();
            })) {
      assertThatThrownBy(() -> writer.write(List.of())).isInstanceOf(StoreUnavailable.class);
      writer.write(List.of());
    }
    assertThat(times).hasValue(2);
  }
}

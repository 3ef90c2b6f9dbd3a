package dev.anamnesis.audit.proof;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs what log and access log are, at an interval and when the server stops, and proves it. */
public final class HeadWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeadWriter.class);
  private static final int PAGE = 10_000;

  private final Jdbi jdbi;
  private final HeadKey key;
  private final HeadFolder folder;
  private final InstantSource clock;
  private final Duration interval;
  private final Map<Subject, Tree> trees = new EnumMap<>(Subject.class);
  private final Map<Subject, TreeHead> signed = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  public HeadWriter(
      Jdbi jdbi, HeadKey key, HeadFolder folder, InstantSource clock, Duration interval)
      throws IOException {
    this.jdbi = jdbi;
    this.key = key;
    this.folder = folder;
    this.clock = clock;
    this.interval = interval;
    folder.open(key);
    for (Subject subject : Subject.values()) {
      trees.put(subject, new Tree());
    }
    this.thread = Thread.ofVirtual().name("tree-heads").start(this::run);
  }

  private void run() {
    boolean stop = false;
    signAll();
    while (!stop) {
      try {
        stop = stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        stop = true;
      }
      signAll();
    }
  }

  private void signAll() {
    try {
      for (Subject subject : Subject.values()) sign(subject);
    } catch (IOException | RuntimeException e) {
      LOG.warn("no tree head could be written ({})", e.getClass().getSimpleName());
    }
  }

  /** Reads what is new, and writes a head where there is something. */
  public synchronized void sign(Subject subject) throws IOException {
    Tree tree = tree(subject);
    while (true) {
      long before = tree.size();
      List<byte[]> links = jdbi.withHandle(handle -> subject.links(handle, before, PAGE));
      links.forEach(tree::append);
      boolean known = signed.containsKey(subject) && signed(subject).size() == before;
      if (links.isEmpty() && known) return;
      var head = TreeHead.signed(key, subject, tree.size(), tree.root(), clock.instant());
      // What an earlier run marked stays as it is: a mark is written once.
      long done = Math.clamp(folder.marked(subject) - before, 0, links.size());
      folder.write(head, before + done, links.subList((int) done, links.size()));
      signed.put(subject, head);
      if (links.size() < PAGE) return;
    }
  }

  private Tree tree(Subject subject) {
    return Objects.requireNonNull(trees.get(subject));
  }

  private TreeHead signed(Subject subject) {
    return Objects.requireNonNull(signed.get(subject));
  }

  /**
   * A proof of RFC 6962.
   *
   * @param size of the tree it is for
   * @param root of that tree
   * @param link of the record that is proved to be there; empty where it is a size that is
   * @param path hashes in hexadecimal
   * @param head the tree as it was signed last
   */
  public record Proof(
      long size, String root, Optional<String> link, List<String> path, String head) {
    public Proof {
      path = List.copyOf(path);
    }
  }

  /** How many leaves there are to prove something of. */
  public long size(Subject subject) {
    return tree(subject).size();
  }

  /** That the record at this position is in the tree of this size. */
  public Proof inclusion(Subject subject, long position, long size) {
    Merkle.Ranges ranges = ranges(subject);
    byte[] link = jdbi.withHandle(handle -> subject.links(handle, position - 1, 1)).getFirst();
    Optional<String> hex = Optional.of(HexFormat.of().formatHex(link));
    return proof(subject, ranges, size, hex, Merkle.inclusion(ranges, position - 1, size));
  }

  /** That the tree of size {@code old} is the beginning of the tree of this size. */
  public Proof consistency(Subject subject, long old, long size) {
    Merkle.Ranges ranges = ranges(subject);
    return proof(subject, ranges, size, Optional.empty(), Merkle.consistency(ranges, old, size));
  }

  private Proof proof(
      Subject subject, Merkle.Ranges ranges, long size, Optional<String> link, List<byte[]> path) {
    var hex = new ArrayList<String>();
    for (byte[] hash : path) hex.add(HexFormat.of().formatHex(hash));
    String root = HexFormat.of().formatHex(ranges.hash(0, size));
    return new Proof(size, root, link, hex, signed(subject).line());
  }

  private Merkle.Ranges ranges(Subject subject) {
    return tree(subject)
        .ranges(
            tile -> jdbi.withHandle(handle -> subject.links(handle, tile * Tree.TILE, Tree.TILE)));
  }

  /** Signs once more, then stops. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.anamnesis.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server that was stopped short left in its journal's folder, which nobody uses now. */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String DAMAGED = ".damaged";

  private final Path folder;
  private final List<Path> files;
  private final Map<UUID, NavigableMap<Long, Frame>> journals = new HashMap<>();
  private final List<Frame> broken = new ArrayList<>();

  Leftovers(Path folder) throws IOException {
    this.folder = folder;
    this.files = files(folder, Journal.SUFFIX);
    for (Path file : files) {
      Frame.Found found = Frame.in(Files.readAllBytes(file));
      for (Frame frame : found.whole()) {
        journals
            .computeIfAbsent(frame.journal(), id -> new TreeMap<>())
            .put(frame.sequence(), frame);
      }
      broken.addAll(found.broken());
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    if (!Files.exists(folder)) return List.of();
    try (var all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  Iterable<UUID> journals() {
    return journals.keySet();
  }

  /**
   * What waits for its place. What cannot be read is told, and its files are kept.
   *
   * @param placed how far the journal has its place
   */
  Unplaced waiting(UUID journal, long placed, IntFunction<Caller> callers) throws IOException {
    NavigableMap<Long, Frame> frames = journals.getOrDefault(journal, new TreeMap<>());
    var chain = new ArrayList<Frame>();
    boolean whole = true;
    Map.Entry<Long, Frame> at = frames.lastEntry();
    while (at != null && at.getKey() > placed) {
      chain.add(at.getValue());
      long before = at.getValue().before();
      boolean gap = before > placed && !frames.containsKey(before);
      if (gap) LOG.error("{}: access records before block {} cannot be read", folder, at.getKey());
      whole &= !gap;
      at = frames.floorEntry(before);
    }
    if (!whole) keep(journal);
    else if (isCut(journal, placed, frames)) {
      LOG.warn("{}: the last flush was cut short; who waited for it got no answer", folder);
    }
    var waiting = new Unplaced(journal);
    for (Frame frame : chain.reversed()) {
      waiting.add(new Queued(frame.sequence(), Block.of(frame.block(), callers)));
    }
    return waiting;
  }

  private boolean isCut(UUID journal, long placed, NavigableMap<Long, Frame> frames) {
    long last = frames.isEmpty() ? placed : Math.max(placed, frames.lastKey());
    return broken.stream()
        .anyMatch(frame -> frame.journal().equals(journal) && frame.sequence() > last);
  }

  private void keep(UUID journal) throws IOException {
    for (Path file : files) {
      Path kept = folder.resolve(journal + "-" + file.getFileName() + DAMAGED);
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** All that could be read has its place. */
  void forget() throws IOException {
    for (Path file : files) Files.delete(file);
  }

  /** Files of journals that could not be read whole, now or before. */
  static boolean areDamaged(Path folder) throws IOException {
    return !files(folder, DAMAGED).isEmpty();
  }
}

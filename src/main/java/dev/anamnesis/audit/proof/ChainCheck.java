package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.Link;
import dev.anamnesis.eventstore.Chain;
import dev.anamnesis.eventstore.Instants;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads one log from its beginning: its chain, then what was marked and signed of it outside the
 * database. Whoever owns the database can make a chain anew, but not the signatures.
 */
final class ChainCheck {

  private static final int PAGE = 2000;
  private static final int MOST_HEADS = 5_000_000;

  private final Subject subject;
  private final HeadFolder folder;
  private final List<TreeHead> heads;
  private final long marked;
  private final Tree tree = new Tree();
  private long position;
  private long micros;
  private byte[] hash = new byte[32];
  private int next;

  /** What lies outside is read now: before the database, which may go on. */
  ChainCheck(Subject subject, HeadFolder folder) throws IOException {
    this.subject = subject;
    this.folder = folder;
    this.marked = folder.marked(subject);
    this.heads = folder.heads(subject, MOST_HEADS);
  }

  /** The first fault; the position reached is told as it goes on. */
  Optional<Fault> check(Links links, LongConsumer progress) throws IOException {
    Optional<Fault> unsigned = signatures();
    if (unsigned.isPresent()) return unsigned;
    boolean known = Files.exists(folder.marks(subject));
    try (var marks = known ? new RandomAccessFile(folder.marks(subject).toFile(), "r") : null) {
      while (true) {
        List<Link> page = links.after(position, PAGE);
        for (Link link : page) {
          Optional<Fault> fault = fault(link);
          if (fault.isPresent()) return fault;
          if (marks != null && !folder.agrees(marks, link.position(), link.hash())) {
            return found(link.position(), "it is not the record that was marked outside");
          }
          Optional<Fault> forged = grow(link);
          if (forged.isPresent()) return forged;
        }
        progress.accept(position);
        if (page.isEmpty()) break;
      }
    }
    return shorter();
  }

  private Optional<Fault> signatures() throws IOException {
    Optional<String> key = folder.publicKey();
    long size = 0;
    for (TreeHead head : heads) {
      if (key.isEmpty() || !head.isSignedBy(key.get())) {
        return found(head.size(), "the head of this size is not signed by the key");
      }
      if (head.size() < size) {
        return found(head.size() + 1, "the log went back behind a size that was signed");
      }
      size = head.size();
    }
    return Optional.empty();
  }

  private Optional<Fault> fault(Link link) {
    if (link.position() != position + 1) return found(position + 1, "a position is missing");
    if (link.micros() < micros) return found(link.position(), "an instant goes back");
    byte[] expected =
        Chain.link(hash, link.position(), Instants.ofMicros(link.micros()), link.leaf());
    return Arrays.equals(expected, link.hash())
        ? Optional.empty()
        : found(link.position(), "the hash is not that of what is stored");
  }

  /** Each signed root must be the root at its size. */
  private Optional<Fault> grow(Link link) {
    position = link.position();
    micros = link.micros();
    hash = link.hash();
    tree.append(hash);
    while (next < heads.size() && heads.get(next).size() <= position) {
      TreeHead head = heads.get(next++);
      boolean same = head.size() == 0 || head.root().equals(HexFormat.of().formatHex(tree.root()));
      if (!same) return found(head.size(), "the tree up to here is not the one that was signed");
    }
    return Optional.empty();
  }

  private Optional<Fault> shorter() {
    boolean signedMore = next < heads.size() && heads.getLast().size() > position;
    return signedMore || marked > position
        ? found(position + 1, "the log ends before what was signed of it")
        : Optional.empty();
  }

  private Optional<Fault> found(long at, String words) {
    return Optional.of(new Fault(subject.label(), at, words));
  }

  /** How many links were read. */
  long read() {
    return position;
  }
}

package dev.anamnesis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.server.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What is durable in files of a server has its place in the chain once, whatever happens. */
class JournalTest {

  private static final Caller NURSE = new Caller("nurse-1", "ward", "", "TREAT", "10.0.0.7");
  private static final Clock CLOCK = Clock.systemUTC();

  private final Jdbi jdbi = TestDatabase.fresh();
  private final int nurse = new References(jdbi).caller(NURSE);
  private final Path folder = folder();
  private final Journal journal = new Journal(folder, Journals.begin(jdbi), CLOCK);

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "journal");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(String request, String query) {
    var access =
        new Access(Interaction.SEARCH_TYPE, 200, NURSE, request, 0, "Patient", query, Set.of());
    journal.add(AccessLog.entries(access, nurse, List.of()));
  }

  private void add(String... requests) {
    for (String request : requests) ask(request, "");
  }

  /** As it is when the server is killed now. */
  private Path killed() throws IOException {
    Path copy = folder();
    for (Path file : files(folder)) Files.copy(file, copy.resolve(file.getFileName()));
    return copy;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private List<String> placed() {
    return jdbi.withHandle(handle -> AccessRows.after(handle, 0, 10_000)).stream()
        .map(stored -> stored.line().request())
        .toList();
  }

  private boolean settle(Path left) throws Exception {
    return AccessLog.settle(jdbi, CLOCK, left);
  }

  private void settle() {
    var incoming = new Incoming(jdbi, new References(jdbi), CLOCK);
    new Settling(jdbi, new AccessTable(), incoming, journal.unplaced()).settle();
  }

  /** Where this text begins in a file. */
  private static int find(byte[] file, String text) {
    int at = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).isPositive();
    return at;
  }

  private static void flip(Path left, String text) throws IOException {
    Path file = files(left).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[find(bytes, text)] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void what_a_killed_server_left_is_placed_at_the_next_start_and_once_only() throws Exception {
    add("a", "b", "c");
    Path left = killed();
    Path leftAgain = killed();
    assertThat(settle(left)).isTrue();
    assertThat(placed()).containsExactly("a", "b", "c");
    assertThat(files(left)).isEmpty();
    assertThat(settle(left)).isTrue();
    assertThat(settle(leftAgain)).isTrue();
    assertThat(placed()).containsExactly("a", "b", "c");
  }

  @Test
  void what_had_its_place_when_the_server_was_killed_gets_no_other() throws Exception {
    add("a", "b");
    settle();
    add("c");
    settle(killed());
    assertThat(placed()).containsExactly("a", "b", "c");
  }

  @Test
  void a_commit_whose_answer_was_lost_places_nothing_twice() throws Exception {
    add("a", "b");
    settle(killed());
    add("c");
    settle();
    assertThat(placed()).containsExactly("a", "b", "c");
    assertThat(journal.unplaced().isEmpty()).isTrue();
  }

  @Test
  void a_flush_that_was_cut_short_ends_what_is_read() throws Exception {
    add("first", "second", "third");
    Path left = killed();
    Path file = files(left).getFirst();
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, find(bytes, "third") + 2, bytes.length, (byte) 0);
    Files.write(file, bytes);
    assertThat(settle(left)).isTrue();
    assertThat(placed()).containsExactly("first", "second");
  }

  @Test
  void what_is_damaged_in_the_middle_is_told_kept_and_hides_nothing() throws Exception {
    add("first", "second", "third");
    Path left = killed();
    flip(left, "second");
    assertThat(settle(left)).isFalse();
    assertThat(placed()).containsExactly("first", "third");
    assertThat(files(left))
        .singleElement()
        .asString()
        .contains(journal.unplaced().journal().toString())
        .endsWith(".damaged");
    assertThat(settle(left)).isFalse();
    assertThat(placed()).containsExactly("first", "third");
  }

  @Test
  void a_file_that_is_gone_is_told_by_what_follows() throws Exception {
    add("first");
    ask("second", "x".repeat(30_000));
    for (int at = 0; at < 40; at++) ask("r" + at, "x".repeat(30_000));
    Path left = killed();
    assertThat(files(left)).hasSize(2);
    Files.delete(left.resolve("1" + Journal.SUFFIX));
    assertThat(settle(left)).isFalse();
    assertThat(placed()).doesNotContain("first").contains("r39");
  }

  @Test
  void a_write_that_fails_is_told_and_what_was_durable_stays() throws Exception {
    add("a");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> add("refused")).isInstanceOf(UncheckedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    add("b");
    settle(killed());
    assertThat(placed()).containsExactly("a", "b");
    settle();
    add("c");
    settle();
    assertThat(placed()).containsExactly("a", "b", "c");
  }

  @Test
  void a_file_that_cannot_be_made_is_told_and_another_is_tried() throws Exception {
    Files.createDirectory(folder.resolve("1" + Journal.SUFFIX));
    assertThatThrownBy(() -> add("refused")).isInstanceOf(UncheckedIOException.class);
    add("a");
    settle();
    assertThat(placed()).containsExactly("a");
  }

  @Test
  void files_do_not_pile_up_and_none_is_left_when_all_has_its_place() throws Exception {
    for (int round = 0; round < 8; round++) {
      for (int at = 0; at < 10; at++) ask(round + "-" + at, "x".repeat(30_000));
      settle();
      assertThat(files(folder)).hasSizeLessThanOrEqualTo(2);
    }
    var large = new ArrayList<Line>();
    for (int at = 0; at < 100; at++) {
      var access =
          new Access(Interaction.OPERATION, 200, NURSE, "l", 0, "", "x".repeat(30_000), Set.of());
      large.addAll(AccessLog.entries(access, nurse, List.of()));
    }
    journal.add(large);
    add("last");
    Path left = killed();
    settle();
    journal.close();
    assertThat(placed()).hasSize(181).endsWith("last");
    assertThat(files(folder)).isEmpty();
    settle(left);
    assertThat(placed()).hasSize(181);
  }

  @Test
  void what_could_not_be_placed_stays_when_the_server_stops() throws Exception {
    add("a");
    journal.close();
    assertThat(settle(folder)).isTrue();
    assertThat(placed()).containsExactly("a");
  }

  @Test
  void a_journal_of_another_database_is_left_alone() throws Exception {
    add("a");
    Path left = killed();
    assertThatThrownBy(() -> AccessLog.settle(TestDatabase.fresh(), CLOCK, left))
        .isInstanceOf(AccessLog.OtherDatabase.class);
    assertThat(settle(left)).isTrue();
    assertThat(placed()).containsExactly("a");
  }

  @Test
  void text_that_looks_like_a_frame_is_none() throws Exception {
    byte[] frame = new Frame(new java.util.UUID(1, 2), 9, 0, new byte[] {1, 2, 3}).bytes().array();
    byte[] file = new byte[200];
    System.arraycopy(frame, 0, file, 77, frame.length);
    assertThat(Frame.in(file).whole()).singleElement().extracting(Frame::sequence).isEqualTo(9L);
    byte[] outer = new Frame(new java.util.UUID(3, 4), 1, 0, file).bytes().array();
    assertThat(Frame.in(outer).whole()).singleElement().extracting(Frame::sequence).isEqualTo(1L);
  }
}

package dev.anamnesis.projection;

import dev.anamnesis.domain.prescribing.Order;
import dev.anamnesis.eventstore.Appending;
import dev.anamnesis.eventstore.Columns;
import dev.anamnesis.eventstore.Commit;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.Past;
import dev.anamnesis.eventstore.Rule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Keeps what is prescribed for whom, so that the same is not ordered twice unnoticed. */
public final class Prescriptions implements CommitListener {

  private final DuplicateOrders duplicates;
  private final Notices notices;

  public Prescriptions(DuplicateOrders duplicates, Notices notices) {
    this.duplicates = duplicates;
    this.notices = notices;
  }

  private record Told(Order order, List<Long> medications) implements Share {}

  private record Row(Entry entry, Told told) {
    Order order() {
      return told.order();
    }
  }

  @Override
  public Share prepare(Commit commit) {
    if (!isPrescription(commit)) return NOTHING;
    Order order = Order.of(commit.after());
    return new Told(order, hashes(order.medications()));
  }

  static boolean isPrescription(Commit commit) {
    return commit.stream().type().equals("MedicationRequest");
  }

  /** What is prescribed is compared, and need not lie here to be read. */
  static List<Long> hashes(SortedSet<String> medications) {
    return medications.stream().map(Prescriptions::hash).toList();
  }

  private static long hash(String medication) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(medication.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public List<Rule> rules(List<Commit> group) {
    return rules(group, new OrderedNow());
  }

  @Override
  public List<Rule> rules(List<Commit> group, Past past) {
    return rules(group, new OrderedThen(past));
  }

  private List<Rule> rules(List<Commit> group, Ordered ordered) {
    return switch (duplicates) {
      case ALLOWED, WARNED -> List.of();
      case REFUSED -> new GroupOrders(group).rules(ordered);
    };
  }

  @Override
  public void onCommits(Appending to, List<Entry> batch) {
    var last = new LinkedHashMap<Long, Row>();
    for (Entry entry : batch) {
      if (entry.share() instanceof Told told) {
        last.put(entry.recorded().born(), new Row(entry, told));
      }
    }
    if (last.isEmpty()) return;
    forget(to, List.copyOf(last.values()));
    var rows = new ArrayList<>(last.values());
    rows.removeIf(row -> row.order().patient().isEmpty());
    if (rows.isEmpty()) return;
    keep(to, rows);
    if (duplicates == DuplicateOrders.WARNED) notice(to.written(), rows);
  }

  private void notice(Handle transaction, List<Row> all) {
    var rows =
        all.stream()
            .filter(row -> row.order().isNewlyActive(Order.of(row.entry().commit().before())))
            .toList();
    if (rows.isEmpty()) return;
    for (Row row : rows) notices.none(row.entry().recorded().position());
    transaction
        .createQuery(
            """
            select n.position, other.request
            from unnest(:positions, :streams, :patients, :medications, :priors)
              as n (position, stream, patient, medications, prior)
            cross join lateral (
              select p.request
              from read.prescriptions p
              where p.patient = n.patient
                and p.active
                and p.stream <> n.stream
                and p.request <> n.prior
                and p.medications && n.medications::bigint[]
              limit 1) other
            """)
        .bind("positions", Columns.longs(rows, row -> row.entry().recorded().position()))
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("patients", Columns.texts(rows, row -> row.order().patient().orElse("")))
        .bind("medications", Columns.texts(rows, row -> array(row.told().medications())))
        .bind("priors", Columns.texts(rows, row -> row.order().prior().orElse("")))
        .map((row, context) -> Map.entry(row.getLong("position"), row.getString("request")))
        .forEach(
            found -> notices.duplicate(found.getKey(), "MedicationRequest/" + found.getValue()));
  }

  private static void forget(Appending to, List<Row> rows) {
    var known = rows.stream().filter(row -> row.entry().recorded().version() > 1).toList();
    if (known.isEmpty()) return;
    to.add("delete from read.prescriptions where stream = any(:streams)")
        .bind("streams", Columns.longs(known, row -> row.entry().recorded().born()));
  }

  private static void keep(Appending to, List<Row> rows) {
    to.add(
            """
            insert into read.prescriptions (stream, request, patient, status, active, medications, prior)
            select stream, request, patient, status, active = 1, medications::bigint[], nullif(prior, '')
            from unnest(:streams, :requests, :patients, :statuses, :active, :medications, :priors)
              as r (stream, request, patient, status, active, medications, prior)
            """)
        .bind("streams", Columns.longs(rows, row -> row.entry().recorded().born()))
        .bind("requests", Columns.texts(rows, row -> row.entry().recorded().stream().id()))
        .bind("patients", Columns.texts(rows, row -> row.order().patient().orElse("")))
        .bind("statuses", Columns.texts(rows, row -> row.order().status().code()))
        .bind("active", Columns.ints(rows, row -> row.order().isActive() ? 1 : 0))
        .bind("medications", Columns.texts(rows, row -> array(row.told().medications())))
        .bind("priors", Columns.texts(rows, row -> row.order().prior().orElse("")));
  }

  private static String array(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}

package dev.anamnesis.eventstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anamnesis.domain.Elements;
import dev.anamnesis.server.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What a destroyed key takes with it, and what it leaves. */
class ErasureTest {

  private static final byte[] PLACE = "BODY/Basic/x/1".getBytes(StandardCharsets.UTF_8);
  private final Jdbi jdbi = TestDatabase.fresh();
  private final SecureRandom random = new SecureRandom();
  private final MasterKey master = key("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  private final Sealer sealer = new Sealer(vault(), random);

  private static MasterKey key(String base64) {
    try {
      return MasterKey.fromText(base64);
    } catch (MasterKey.Unfit e) {
      throw new IllegalStateException(e);
    }
  }

  /** As another server, or this one after a restart, would have it. */
  private PostgresKeyVault vault() {
    return new PostgresKeyVault(jdbi, master, random);
  }

  private byte[] seal(String type, String id, String json) {
    Sealed sealed = sealer.seal(json, Concern.of(type, id, Elements.parse(json)), PLACE);
    jdbi.useTransaction(handle -> vault().insert(handle, sealed.proposed()));
    return sealed.bytes();
  }

  private void erase(String patient) {
    TestDatabase.erase(jdbi, patient);
  }

  private Opened open(byte[] sealed) {
    return new Sealer(vault(), random).open(sealed, PLACE);
  }

  private static String visit(String a, String b) {
    return "{\"comment\":\"ann and bob together\",\"participant\":[{\"actor\":{\"display\":\"Ann Berg\",\"reference\":\"Patient/"
        + a
        + "\"},\"status\":\"accepted\"},{\"actor\":{\"display\":\"Bob Lind\",\"reference\":\"Patient/"
        + b
        + "\"},\"status\":\"accepted\"}],\"status\":\"booked\"}";
  }

  @Test
  void what_was_sealed_opens_at_its_own_place_only() {
    byte[] sealed = seal("Patient", "p1", "{\"active\":true}");
    assertThat(open(sealed)).isEqualTo(new Opened.Whole("{\"active\":true}"));
    byte[] elsewhere = "BODY/Basic/x/2".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> sealer.open(sealed, elsewhere)).isInstanceOf(SealBroken.class);
    for (int at = 9; at < sealed.length; at++) {
      byte[] flipped = sealed.clone();
      flipped[at] ^= 1;
      assertThatThrownBy(() -> sealer.open(flipped, PLACE)).isInstanceOf(SealBroken.class);
    }
  }

  @Test
  void nothing_readable_is_stored() {
    byte[] sealed = seal("Patient", "p2", "{\"name\":[{\"family\":\"Unforgettable\"}]}");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Unforgettable");
  }

  @Test
  void a_patient_s_own_record_is_gone_with_the_key_although_it_links_another() {
    byte[] own =
        seal(
            "Patient",
            "ann",
            "{\"link\":[{\"other\":{\"reference\":\"Patient/bob\"},\"type\":\"seealso\"}],\"name\":[{\"family\":\"Berg\"}]}");
    byte[] observation =
        seal(
            "Observation",
            "o",
            "{\"subject\":{\"reference\":\"Patient/ann\"},\"valueString\":\"x\"}");
    erase("ann");
    assertThat(open(own)).isEqualTo(new Opened.Gone());
    assertThat(open(observation)).isEqualTo(new Opened.Gone());
  }

  @Test
  void of_several_equal_subjects_the_others_stay_readable_and_the_erased_one_is_not() {
    byte[] sealed = seal("Appointment", "a", visit("ann2", "bob2"));
    assertThat(open(sealed)).isEqualTo(new Opened.Whole(visit("ann2", "bob2")));
    erase("ann2");
    assertThat(open(sealed))
        .isInstanceOfSatisfying(
            Opened.Masked.class,
            masked -> {
              assertThat(masked.text())
                  .doesNotContain("ann2")
                  .doesNotContain("Ann Berg")
                  .doesNotContain("together")
                  .contains("Bob Lind")
                  .contains("Patient/bob2")
                  .contains("\"status\":\"booked\"")
                  .contains("masked");
              assertThat(Elements.parse(masked.text()).items("participant")).hasSize(2);
            });
    erase("bob2");
    assertThat(open(sealed)).isEqualTo(new Opened.Gone());
  }

  @Test
  void a_record_that_names_another_masks_only_where_it_does() {
    byte[] sealed =
        seal(
            "Observation",
            "o2",
            "{\"focus\":[{\"display\":\"Bob\",\"reference\":\"Patient/bob3\"}],\"subject\":{\"reference\":\"Patient/ann3\"},\"valueString\":\"mine\"}");
    erase("bob3");
    assertThat(open(sealed))
        .isInstanceOfSatisfying(
            Opened.Masked.class,
            masked ->
                assertThat(masked.text())
                    .contains("mine")
                    .contains("Patient/ann3")
                    .doesNotContain("Bob")
                    .doesNotContain("bob3"));
  }

  @Test
  void what_names_nobody_survives_every_erasure() {
    byte[] sealed = seal("Organization", "o", "{\"name\":\"clinic\"}");
    seal("Patient", "ann4", "{\"active\":true}");
    erase("ann4");
    assertThat(open(sealed)).isEqualTo(new Opened.Whole("{\"name\":\"clinic\"}"));
  }

  @Test
  void two_servers_that_propose_a_key_for_one_subject_end_with_one() {
    var one = vault();
    var other = vault();
    DataKey first = one.keyFor("Patient/race").key();
    DataKey second = other.keyFor("Patient/race").key();
    assertThat(one.keyFor("Patient/race").key()).isEqualTo(first);
    Set<String> lostFirst = jdbi.inTransaction(handle -> one.insert(handle, List.of(first)));
    Set<String> lostSecond = jdbi.inTransaction(handle -> other.insert(handle, List.of(second)));
    assertThat(lostFirst).isEmpty();
    assertThat(lostSecond).containsExactly("Patient/race");
    other.forget(lostSecond);
    assertThat(other.keyFor("Patient/race")).isEqualTo(new KeyVault.Proposal(first, true));
    assertThat(vault().byId(first.id())).contains(first);
  }

  @Test
  void a_key_whose_transaction_was_rolled_back_is_proposed_again() {
    var vault = vault();
    DataKey key = vault.keyFor("Patient/rolled").key();
    jdbi.useHandle(
        handle -> {
          handle.begin();
          vault.insert(handle, List.of(key));
          handle.rollback();
        });
    assertThat(vault.keyFor("Patient/rolled")).isEqualTo(new KeyVault.Proposal(key, false));
    assertThat(vault().byId(key.id())).isEmpty();
  }

  @Test
  void another_master_key_opens_nothing_and_is_told() {
    seal("Patient", "p5", "{\"active\":true}");
    var other =
        new PostgresKeyVault(jdbi, key("ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="), random);
    assertThatThrownBy(other::check)
        .isInstanceOf(PostgresKeyVault.WrongMasterKey.class)
        .hasMessageContaining(master.id());
    vault().check();
  }
}

package dev.anamnesis.eventstore.seal;

import dev.anamnesis.eventstore.seal.KeyVault.Proposal;
import dev.anamnesis.eventstore.seal.Segments.Segment;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compresses and seals documents. A document of one subject is {@code [1][key id][sealed]}; one of
 * several is {@code [2][segments]}, cut by {@link Segments}, each segment {@code
 * [audience][mask][n][key ids][content keys, for ANY][length][sealed]}.
 */
public final class Sealer {

  private static final byte ONE = 1;
  private static final byte SEVERAL = 2;
  private static final byte ALL = 0;
  private static final byte ANY = 1;
  private static final int WRAPPED = 12 + 32 + 16;

  private final KeyVault vault;
  private final Gcm gcm;
  private final SecureRandom random;
  private final Compression compression = new Compression();

  public Sealer(KeyVault vault, SecureRandom random) {
    this.vault = vault;
    this.random = random;
    this.gcm = new Gcm(random);
  }

  /**
   * @param json a canonical JSON object
   * @param place what it is bound to: it opens nowhere else
   */
  public Sealed seal(String json, Concern concern, byte[] place) {
    var proposed = new ArrayList<DataKey>();
    if (concern.others().isEmpty()) {
      String subject = concern.owner().map(Segments::subject).orElse(DataKey.SYSTEM);
      DataKey key = key(subject, proposed);
      byte[] sealed = gcm.seal(key.key(), compression.compress(json), place);
      byte[] bytes =
          ByteBuffer.allocate(9 + sealed.length).put(ONE).putLong(key.id()).put(sealed).array();
      return new Sealed(bytes, proposed);
    }
    var out = new ByteArrayOutputStream(json.length());
    out.write(SEVERAL);
    for (Segment segment : Segments.cut(json, concern)) write(out, segment, place, proposed);
    return new Sealed(out.toByteArray(), proposed);
  }

  /** A patient whose id was made a moment ago. */
  public void introduce(String patient) {
    vault.introduce(Segments.subject(patient));
  }

  private DataKey key(String subject, List<DataKey> proposed) {
    Proposal proposal = vault.keyFor(subject);
    if (!proposal.stored() && !proposed.contains(proposal.key())) proposed.add(proposal.key());
    return proposal.key();
  }

  private void write(
      ByteArrayOutputStream out, Segment segment, byte[] place, List<DataKey> proposed) {
    List<DataKey> keys =
        segment.audience().subjects().stream().map(subject -> key(subject, proposed)).toList();
    byte[] plain = compression.compress(segment.text());
    byte[] sealed =
        switch (segment.audience()) {
          case Audience.All(var subjects) -> {
            out.write(ALL);
            head(out, segment.mask(), keys);
            byte[] nested = plain;
            for (DataKey key : keys) nested = gcm.seal(key.key(), nested, place);
            yield nested;
          }
          case Audience.Any(var subjects) -> {
            out.write(ANY);
            head(out, segment.mask(), keys);
            byte[] content = new byte[32];
            random.nextBytes(content);
            for (DataKey key : keys) out.writeBytes(gcm.seal(key.key(), content, place));
            yield gcm.seal(content, plain, place);
          }
        };
    out.writeBytes(ByteBuffer.allocate(4).putInt(sealed.length).array());
    out.writeBytes(sealed);
  }

  private static void head(ByteArrayOutputStream out, Mask mask, List<DataKey> keys) {
    out.write(mask.ordinal());
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) keys.size()).array());
    for (DataKey key : keys) out.writeBytes(ByteBuffer.allocate(8).putLong(key.id()).array());
  }

  /** Throws {@link SealBroken} when the bytes are not those that were sealed at this place. */
  public Opened open(byte[] sealed, byte[] place) {
    var in = ByteBuffer.wrap(sealed);
    return switch (in.get()) {
      case ONE ->
          vault
              .byId(in.getLong())
              .<Opened>map(
                  key -> new Opened.Whole(compression.decompress(Gcm.open(key.key(), in, place))))
              .orElseGet(Opened.Gone::new);
      case SEVERAL -> several(in, place);
      default -> throw new IllegalStateException("an unknown form of seal is stored");
    };
  }

  private Opened several(ByteBuffer in, byte[] place) {
    var text = new StringBuilder();
    int hidden = 0;
    boolean gone = false;
    while (in.hasRemaining()) {
      StoredSegment segment = StoredSegment.read(in);
      Optional<String> readable = segment.open(vault, place).map(compression::decompress);
      if (readable.isEmpty()) {
        hidden++;
        gone |= segment.mask() == Mask.REST;
      }
      text.append(readable.orElse(segment.mask().json));
    }
    if (gone) return new Opened.Gone();
    return hidden == 0
        ? new Opened.Whole(text.toString())
        : new Opened.Masked(text.toString(), hidden);
  }

  /** Has the keys of a whole page at hand with one query. */
  public void prefetch(Collection<byte[]> sealed) {
    var ids = new TreeSet<Long>();
    for (byte[] bytes : sealed) {
      if (bytes[0] == ONE) ids.add(ByteBuffer.wrap(bytes).getLong(1));
    }
    vault.prefetch(ids);
  }

  /** A segment as it is stored. */
  private record StoredSegment(
      boolean any, Mask mask, long[] keys, byte[][] wrapped, ByteBuffer sealed) {

    private static final Mask[] MASKS = Mask.values();

    static StoredSegment read(ByteBuffer in) {
      boolean any = in.get() == ANY;
      Mask mask = MASKS[in.get()];
      int count = Short.toUnsignedInt(in.getShort());
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) keys[i] = in.getLong();
      byte[][] wrapped = new byte[any ? count : 0][WRAPPED];
      for (byte[] key : wrapped) in.get(key);
      int length = in.getInt();
      var sealed = in.slice(in.position(), length);
      in.position(in.position() + length);
      return new StoredSegment(any, mask, keys, wrapped, sealed);
    }

    Optional<byte[]> open(KeyVault vault, byte[] place) {
      return any ? openAny(vault, place) : openAll(vault, place);
    }

    private Optional<byte[]> openAny(KeyVault vault, byte[] place) {
      for (int i = 0; i < keys.length; i++) {
        Optional<DataKey> key = vault.byId(keys[i]);
        if (key.isPresent()) {
          byte[] content = Gcm.open(key.get().key(), ByteBuffer.wrap(wrapped[i]), place);
          return Optional.of(Gcm.open(content, sealed, place));
        }
      }
      return Optional.empty();
    }

    private Optional<byte[]> openAll(KeyVault vault, byte[] place) {
      ByteBuffer nested = sealed;
      byte[] plain = new byte[0];
      for (int i = keys.length - 1; i >= 0; i--) {
        Optional<DataKey> key = vault.byId(keys[i]);
        if (key.isEmpty()) return Optional.empty();
        plain = Gcm.open(key.get().key(), nested, place);
        nested = ByteBuffer.wrap(plain);
      }
      return Optional.of(plain);
    }
  }
}

package dev.anamnesis.eventstore.seal;

import dev.anamnesis.Sample;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A payload on its way to disk and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SealBench {

  private final Gcm gcm = new Gcm(new SecureRandom());
  private final Compression compression = new Compression();
  private final byte[] key = new byte[32];
  private final byte[] place = new byte[40];
  private final byte[] packed = compression.compress(Sample.PATIENT);
  private final byte[] sealed = gcm.seal(key, packed, place);

  @Benchmark
  public byte[] compress() {
    return compression.compress(Sample.PATIENT);
  }

  @Benchmark
  public String decompress() {
    return compression.decompress(packed);
  }

  @Benchmark
  public byte[] seal() {
    return gcm.seal(key, packed, place);
  }

  @Benchmark
  public byte[] open() {
    return Gcm.open(key, ByteBuffer.wrap(sealed), place);
  }
}

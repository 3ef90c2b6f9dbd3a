package dev.anamnesis.r4.search;

import dev.anamnesis.Sample;
import dev.anamnesis.domain.Elements;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a Patient is found by. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ExtractionBench {

  private final Extractor extractor = new Extractor(SearchParameters.R4, "");
  private final Elements patient =
      Elements.parse(Sample.PATIENT).without(Set.of("resourceType", "id"));

  @Benchmark
  public Extractor.Extract extract() {
    return extractor.of("Patient", patient);
  }
}

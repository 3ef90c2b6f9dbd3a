package dev.anamnesis.fhir.json;

import dev.anamnesis.Sample;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.validate.Broken;
import dev.anamnesis.r4.validate.Validation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A body on its way in, and canonical JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BodyBench {

  private final ResourceReader reader = new ResourceReader();
  private final byte[] body = Sample.PATIENT.getBytes(StandardCharsets.UTF_8);
  private final Elements elements = Elements.parse(Sample.PATIENT);
  private final Read.Document document = document();

  private Read.Document document() {
    return switch (reader.read(body, "Patient")) {
      case Read.Document read -> read;
      case Read.Invalid invalid -> throw new IllegalStateException();
    };
  }

  @Benchmark
  public Read readBody() {
    return reader.read(body, "Patient");
  }

  @Benchmark
  public List<Broken> validate() {
    return Validation.of("Patient", document.elements());
  }

  @Benchmark
  public String writeCanonical() {
    return elements.json();
  }

  @Benchmark
  public Elements parseCanonical() {
    return Elements.parse(Sample.PATIENT);
  }
}

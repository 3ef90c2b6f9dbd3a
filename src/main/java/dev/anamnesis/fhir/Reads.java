package dev.anamnesis.fhir;

import dev.anamnesis.eventstore.Recorded;
import dev.anamnesis.eventstore.StreamId;
import dev.anamnesis.fhir.provenance.DerivedProvenance;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.Version;
import dev.anamnesis.projection.search.AsOf;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** Read and vread (https://hl7.org/fhir/R4/http.html#read). */
public final class Reads {

  private static final String AS_OF = "_asOf";

  private final Resources resources;
  private final DerivedProvenance derived;

  Reads(Resources resources, DerivedProvenance derived) {
    this.resources = resources;
    this.derived = derived;
  }

  public Answer read(StreamId stream, Optional<String> versionId, Ask ask) {
    if (DerivedProvenance.isOne(stream)) return derived.read(stream, versionId, ask);
    Version version =
        versionId
            .map(part -> vread(stream, part))
            .or(() -> ask.one(AS_OF).map(text -> asOf(stream, text)))
            .orElseGet(() -> current(stream));
    return switch (version.content()) {
      case Version.Content.Deleted() -> throw Outcomes.gone(version.recorded());
      case Version.Content.Erased() -> throw Outcomes.erased();
      case Version.Content.Resource(String json) -> {
        boolean known = isKnown(version.recorded(), ask);
        yield new Answer(
            known ? 304 : 200,
            Optional.of(version.recorded()),
            known ? Optional.empty() : Optional.of(json));
      }
    };
  }

  /** What the client has already; a tag is worth more than a date (RFC 9110 section 13.2.2). */
  private static boolean isKnown(Recorded recorded, Ask ask) {
    Optional<String> tag = ask.header("If-None-Match");
    return tag.isPresent()
        ? matches(tag.get(), recorded.version())
        : ask.header("If-Modified-Since").flatMap(Reads::date).stream()
            .anyMatch(date -> !recorded.recordedAt().truncatedTo(ChronoUnit.SECONDS).isAfter(date));
  }

  /** As HTTP or, in an entry of a Bundle, as FHIR has it; what is none of these is ignored. */
  private static Optional<Instant> date(String text) {
    String date = text.strip();
    boolean fhir = date.length() > 4 && date.charAt(4) == '-';
    var form = fhir ? DateTimeFormatter.ISO_OFFSET_DATE_TIME : DateTimeFormatter.RFC_1123_DATE_TIME;
    try {
      return Optional.of(Instant.from(form.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Version current(StreamId stream) {
    return resources
        .current(stream)
        .orElseThrow(() -> Outcomes.notFound("There is no such resource, and there never was."));
  }

  /** The version that was current at an instant. */
  private Version asOf(StreamId stream, String text) {
    Instant instant =
        AsOf.instant(text)
            .orElseThrow(
                () ->
                    Outcomes.invalid(
                        "bad-parameter",
                        "_asOf takes an instant, such as 2026-01-31T08:00:00.000Z."));
    return resources
        .at(stream, instant)
        .orElseThrow(() -> Outcomes.notFound("There was no such resource at that instant."));
  }

  private Version vread(StreamId stream, String part) {
    Optional<Integer> number =
        part.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(part)) : Optional.empty();
    return number
        .flatMap(version -> resources.version(stream, version))
        .orElseThrow(() -> Outcomes.notFound("There is no such version of this resource."));
  }

  private static boolean matches(String header, int version) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals("\"" + version + "\""));
  }
}

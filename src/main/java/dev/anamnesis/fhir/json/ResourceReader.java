package dev.anamnesis.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.r4.Shapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads a client's JSON once, against the shapes of R4, into canonical members: numbers as they
 * were spelled, nothing dropped, nothing added.
 */
public final class ResourceReader {

  /** How deep a body may nest. */
  public static final int DEEPEST = 60;

  /** How many problems one answer lists. */
  public static final int MOST_PROBLEMS = 20;

  /** Buffers are shared: those kept for a thread end with it, and each request has its own. */
  private final JsonFactory json =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(1000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  public Read read(byte[] body, String expectedType) {
    try (JsonParser parser = json.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return invalid("json-syntax", "The body is not a JSON object.");
      }
      var reading = new Reading(parser, body, json);
      Optional<Elements> members =
          reading.resource(Shapes.R4.of(expectedType), Place.root(expectedType));
      if (parser.nextToken() != null)
        return invalid("json-syntax", "Something follows the resource.");
      if (!reading.problems().isEmpty() || members.isEmpty()) {
        return new Read.Invalid(reading.problems());
      }
      return new Read.Document(expectedType, reading.id(), members.get());
    } catch (StreamConstraintsException e) {
      return invalid(
          "json-too-deep",
          "The body nests deeper than %d levels or has a number too long.".formatted(DEEPEST));
    } catch (JsonParseException e) {
      return invalid("json-syntax", "The body is not JSON: look " + where(e.getLocation()) + ".");
    } catch (JsonProcessingException e) {
      return invalid("json-syntax", "The body cannot be read as JSON.");
    } catch (java.io.CharConversionException e) {
      return invalid("json-syntax", "The body is not UTF-8.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body's own resourceType; empty where it tells none that can be read. */
  public Optional<String> type(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? Optional.ofNullable(TypeAhead.of(parser, body, json))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String where(@org.jspecify.annotations.Nullable JsonLocation at) {
    return at == null
        ? "at its end"
        : "at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static Read invalid(String code, String words) {
    return new Read.Invalid(List.of(new Problem(IssueKind.STRUCTURE, code, "", words)));
  }
}

package dev.anamnesis.fhir;

import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.fhir.json.XmlReader;
import dev.anamnesis.fhir.patch.JsonPatch;
import dev.anamnesis.fhir.patch.Patch;
import dev.anamnesis.fhir.patch.PatchRead;
import dev.anamnesis.fhir.patch.PathPatch;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;

/** A patch as it comes: JSON Patch, or FHIRPath Patch as Parameters in JSON or XML. */
public final class PatchBody {

  static final String TAKEN =
      "application/json-patch+json, application/fhir+json, application/fhir+xml";

  private static final ResourceReader JSON = new ResourceReader();
  private static final XmlReader XML = new XmlReader();

  private PatchBody() {}

  /** How a patch is written. */
  enum Format {
    JSON_PATCH,
    PARAMETERS_JSON,
    PARAMETERS_XML
  }

  /** 415 for XML Patch and all else that is not taken (RFC 5789 section 2.2). */
  static Format format(@Nullable String contentType) {
    String type =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/json-patch+json" -> Format.JSON_PATCH;
      case "application/fhir+json", "application/json+fhir" -> Format.PARAMETERS_JSON;
      case "application/fhir+xml", "application/xml+fhir" -> Format.PARAMETERS_XML;
      default -> {
        var refused =
            Outcomes.with(
                415,
                IssueType.NOTSUPPORTED,
                "media-type",
                "A patch is taken as JSON Patch (application/json-patch+json) or as FHIRPath Patch, which is Parameters (application/fhir+json, application/fhir+xml). XML Patch is not.");
        refused.addResponseHeader("Accept-Patch", TAKEN);
        throw refused;
      }
    };
  }

  static Patch read(Format format, byte[] body) {
    if (body.length == 0) {
      throw Outcomes.invalid("body-missing", "The request has no body: send the patch.");
    }
    return switch (format) {
      case JSON_PATCH -> understood(JsonPatch.read(utf8(body)));
      case PARAMETERS_JSON -> parameters(JSON.read(body, "Parameters"));
      case PARAMETERS_XML -> parameters(XML.read(body, "Parameters"));
    };
  }

  /**
   * An entry of a Bundle: Parameters, or a Binary that holds a JSON Patch
   * (https://hl7.org/fhir/R4/http.html#patch).
   */
  public static Patch entry(Read.Document document) {
    return switch (document.type()) {
      case "Parameters" -> parameters(document);
      case "Binary" ->
          read(format(document.elements().text("contentType").orElse("")), data(document));
      default ->
          throw Outcomes.invalid(
              "patch-malformed",
              "An entry that patches holds Parameters, or a Binary with a JSON Patch.");
    };
  }

  private static byte[] data(Read.Document binary) {
    return Base64.getMimeDecoder().decode(binary.elements().text("data").orElse(""));
  }

  private static Patch parameters(Read read) {
    return switch (read) {
      case Read.Document document -> understood(PathPatch.read(document.elements()));
      case Read.Invalid(var problems) -> throw Outcomes.invalid(problems);
    };
  }

  private static Patch understood(PatchRead read) {
    return switch (read) {
      case PatchRead.Understood(Patch patch) -> patch;
      case PatchRead.Refused(var fault) -> throw Outcomes.refused(fault);
    };
  }

  private static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw Outcomes.invalid("json-syntax", "The body is not UTF-8.");
    }
  }
}

package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import dev.anamnesis.fhir.json.XmlWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A body in the format the request asks for.
 *
 * @param packed with gzip
 */
record Written(String contentType, byte[] bytes, boolean packed) {

  private static final XmlWriter XML = new XmlWriter();

  /** Written in pieces of so many bytes: each costs a call, and memory beside the heap. */
  private static final int SMALLEST_PIECE = 32 << 10;

  private static final int LARGEST_PIECE = 1 << 20;

  /** Shorter bodies are not worth the packing, in bytes. */
  private static final int SHORT = 1400;

  /**
   * How it is wanted.
   *
   * @param gzip the client takes it
   */
  record Form(Format format, boolean pretty, boolean gzip) {

    static Form of(RequestDetails request) {
      Wish wish = Wish.of(request);
      boolean gzip = takesGzip(request.getHeader("Accept-Encoding"));
      return new Form(wish.format(), wish.pretty(), gzip);
    }

    /**
     * @param json canonical JSON
     */
    Written of(String json) {
      byte[] bytes =
          switch (format) {
            case XML -> xml(json.getBytes(StandardCharsets.UTF_8), pretty);
            case JSON -> (pretty ? Pretty.print(json) : json).getBytes(StandardCharsets.UTF_8);
          };
      boolean packed = gzip && bytes.length >= SHORT;
      return new Written(format.contentType(), packed ? Written.gzip(bytes) : bytes, packed);
    }
  }

  private static byte[] xml(byte[] json, boolean pretty) {
    return pretty ? XML.writePretty(json) : XML.write(json);
  }

  void to(HttpServletResponse response) throws IOException {
    response.setContentType(contentType);
    response.addHeader("Vary", "Accept, Accept-Encoding, Prefer");
    if (packed) response.setHeader("Content-Encoding", "gzip");
    response.setContentLength(bytes.length);
    response.setBufferSize(Math.clamp(bytes.length, SMALLEST_PIECE, LARGEST_PIECE));
    response.getOutputStream().write(bytes);
  }

  private static boolean takesGzip(@org.jspecify.annotations.Nullable String header) {
    if (header == null) return false;
    return Arrays.stream(header.split(",", 50))
        .filter(part -> Format.type(part).equals("gzip") || Format.type(part).equals("*"))
        .anyMatch(part -> !Format.parameter(part, "q").orElse("1").matches("0(\\.0*)?"));
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (var gzip = new Fast(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Most of the gain for a third of the time. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

package dev.anamnesis.fhir;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import dev.anamnesis.fhir.json.XmlWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A body in the format the request asks for. */
record Written(String contentType, byte[] bytes) {

  private static final XmlWriter XML = new XmlWriter();

  /**
   * @param json canonical JSON
   */
  static Written of(RequestDetails request, String json) {
    if (wantsXml(request)) {
      return new Written(
          "application/fhir+xml;charset=UTF-8", XML.write(json.getBytes(StandardCharsets.UTF_8)));
    }
    String text = isPretty(request) ? Pretty.print(json) : json;
    return new Written(
        "application/fhir+json;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
  }

  void to(HttpServletResponse response) throws IOException {
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static boolean isPretty(RequestDetails request) {
    String[] pretty = request.getParameters().get("_pretty");
    return pretty != null && pretty.length > 0 && !pretty[0].equals("false");
  }

  private static boolean wantsXml(RequestDetails request) {
    var encoding =
        RestfulServerUtils.determineResponseEncodingNoDefault(request, EncodingEnum.JSON);
    return encoding != null && encoding.getEncoding() == EncodingEnum.XML;
  }
}

package dev.anamnesis.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.anamnesis.domain.Elements;
import dev.anamnesis.fhir.json.Problem;
import dev.anamnesis.fhir.json.Read;
import dev.anamnesis.fhir.json.ResourceReader;
import dev.anamnesis.fhir.json.Salvaged;
import dev.anamnesis.fhir.json.XmlReader;
import dev.anamnesis.fhir.patch.Patch;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * Reads a written resource once, from the client's own text: HAPI's parser would drop what it does
 * not know. HAPI is handed a bare resource that carries what was read.
 */
@Interceptor
public final class IncomingBody {

  private static final String KEY = "dev.anamnesis.document";
  private static final String SALVAGED = "dev.anamnesis.salvaged";
  private static final String BODY = "dev.anamnesis.body";
  private static final String READER = "dev.anamnesis.reader";

  /** Reads the body as the type it is said to be, or refuses it. */
  interface Reader {
    Read.Document as(String type);
  }

  /** A body that is not read yet, as what is wrong with it is not to be refused. */
  static Reader unread(RequestDetails request) {
    if (request.getUserData().get(READER) instanceof Reader reader) return reader;
    throw new IllegalStateException("the request's body was read already");
  }

  private static final Set<String> META_WRITES = Set.of("$meta-add", "$meta-delete");

  /** An XML document whose root is Parameters, as far as it matters here. */
  private static final Pattern ROOT =
      Pattern.compile(
          "\\uFEFF?\\s*(<\\?[^>]*>\\s*)?(<!--.*?-->\\s*)*<Parameters[\\s>]", Pattern.DOTALL);

  /** How much of a body that is too large is read all the same, in bytes. */
  private static final long DRAINED = 256L << 20;

  private final FhirContext context;
  private final int maxBody;
  private final ResourceReader json = new ResourceReader();
  private final XmlReader xml = new XmlReader();

  IncomingBody(FhirContext context, int maxBody) {
    this.context = context;
    this.maxBody = maxBody;
  }

  static Read.Document document(IBaseResource bare) {
    if (bare.getUserData(KEY) instanceof Read.Document document) return document;
    throw new IllegalStateException("the request's body was not read");
  }

  static Patch patch(RequestDetails request) {
    if (request.getUserData().get(KEY) instanceof Patch patch) return patch;
    throw new IllegalStateException("the request's body was not read");
  }

  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public boolean read(ServletRequestDetails request) throws IOException {
    RestOperationTypeEnum operation = request.getRestOperationType();
    if (operation == RestOperationTypeEnum.CREATE || operation == RestOperationTypeEnum.UPDATE) {
      String type = request.getResourceName();
      if (type.equals("AuditEvent")) throw Outcomes.auditIsOurs();
      byte[] body = body(request.getServletRequest());
      request.getUserData().put(BODY, body);
      request.setResource(bare(request, written(request, body, type)));
    }
    if (operation == RestOperationTypeEnum.TRANSACTION) bundle(request);
    if (operation == RestOperationTypeEnum.PATCH) patch(request);
    if (request.getRequestType() == RequestTypeEnum.POST && isOperation(operation)) {
      operation(request);
    }
    if (operation == RestOperationTypeEnum.DELETE
        && request.getResourceName().equals("AuditEvent")) {
      throw Outcomes.auditIsOurs();
    }
    return true;
  }

  private static boolean isOperation(RestOperationTypeEnum operation) {
    return operation == RestOperationTypeEnum.EXTENDED_OPERATION_SERVER
        || operation == RestOperationTypeEnum.EXTENDED_OPERATION_TYPE
        || operation == RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE;
  }

  /** An operation's body may be left out where none is needed. HAPI is given none to parse. */
  private void operation(ServletRequestDetails request) throws IOException {
    String name = String.valueOf(request.getOperation());
    boolean writes = META_WRITES.contains(name) || name.equals("$revert");
    if (writes && "AuditEvent".equals(request.getResourceName())) throw Outcomes.auditIsOurs();
    byte[] body = body(request.getServletRequest());
    request.getUserData().put(BODY, body);
    request.setRequestContents(new byte[0]);
    if (name.equals("$validate")) {
      request.getUserData().put(READER, (Reader) type -> read(request, body, type));
      return;
    }
    boolean tried = name.equals("$what-if");
    String type =
        tried && (body.length == 0 || !isParameters(request, body)) ? "Bundle" : "Parameters";
    boolean needed = tried || META_WRITES.contains(name);
    if (body.length > 0 || needed) request.getUserData().put(KEY, read(request, body, type));
  }

  private boolean isParameters(ServletRequestDetails request, byte[] body) {
    return isXml(request.getServletRequest().getContentType())
        ? ROOT.matcher(new String(body, StandardCharsets.UTF_8)).lookingAt()
        : json.type(body).equals(Optional.of("Parameters"));
  }

  /** The members of the Parameters that were POSTed to an operation; none where there was none. */
  static Elements parameters(RequestDetails request) {
    return request.getUserData().get(KEY) instanceof Read.Document document
        ? document.elements()
        : Elements.NONE;
  }

  /** HAPI is given an empty Bundle to parse. */
  private void bundle(ServletRequestDetails request) throws IOException {
    byte[] body = body(request.getServletRequest());
    request.getUserData().put(BODY, body);
    request.getUserData().put(KEY, batchOr(request, body));
    boolean xml = isXml(request.getServletRequest().getContentType());
    String empty =
        xml ? "<Bundle xmlns=\"http://hl7.org/fhir\"/>" : "{\"resourceType\":\"Bundle\"}";
    request.setRequestContents(empty.getBytes(StandardCharsets.UTF_8));
  }

  /** A batch keeps its good entries, whatever the others are. */
  private Read.Document batchOr(ServletRequestDetails request, byte[] body) {
    try {
      return read(request, body, "Bundle");
    } catch (InvalidRequestException e) {
      boolean isXml = isXml(request.getServletRequest().getContentType());
      Salvaged salvaged =
          (isXml ? xml.salvaged(body) : Salvaged.of(body, json)).orElseThrow(() -> e);
      request.getUserData().put(SALVAGED, salvaged);
      return salvaged.bundle();
    }
  }

  /** What is wrong with entries of a batch, by their index. */
  static Map<Integer, List<Problem>> refusedEntries(RequestDetails request) {
    return request.getUserData().get(SALVAGED) instanceof Salvaged salvaged
        ? salvaged.refused()
        : Map.of();
  }

  /** What an operation is asked, by its URL and by the Parameters that were sent. */
  static Ask asked(RequestDetails request) {
    Ask ask = Ask.of(request);
    return request.getUserData().get(KEY) instanceof Read.Document document
        ? ask.with(document.elements())
        : ask;
  }

  /** The Bundle or the Parameters that were POSTed. */
  static Read.Document sentDocument(RequestDetails request) {
    if (request.getUserData().get(KEY) instanceof Read.Document document) return document;
    throw new IllegalStateException("the request's body was not read");
  }

  /** The body as it was sent; empty for none. */
  static byte[] sent(RequestDetails request) {
    return request.getUserData().get(BODY) instanceof byte[] body ? body : new byte[0];
  }

  /** HAPI is given an empty text to hand over. */
  private void patch(ServletRequestDetails request) throws IOException {
    if (request.getResourceName().equals("AuditEvent")) throw Outcomes.auditIsOurs();
    byte[] body = body(request.getServletRequest());
    request.getUserData().put(BODY, body);
    request.getUserData().put(KEY, PatchBody.read(patchFormat(request), body));
    request.setRequestContents(new byte[0]);
  }

  /** Before HAPI looks for a method: it would refuse a patch of another type in its own way. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
  public void checkPatch(ServletRequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.PATCH) patchFormat(request);
  }

  private static PatchBody.Format patchFormat(ServletRequestDetails request) {
    return PatchBody.format(request.getServletRequest().getContentType());
  }

  private Read.Document written(ServletRequestDetails request, byte[] body, String type) {
    String contentType = request.getServletRequest().getContentType();
    boolean raw = type.equals("Binary") && body.length > 0 && BinaryContent.is(contentType);
    if (!raw || contentType == null) return read(request, body, type);
    return BinaryContent.sent(body, contentType, Ask.of(request));
  }

  private Read.Document read(ServletRequestDetails request, byte[] body, String type) {
    String contentType = request.getServletRequest().getContentType();
    boolean isXml = (body.length > 0 || contentType != null) && isXml(contentType);
    if (body.length == 0) {
      throw Outcomes.invalid("body-missing", "The request has no body: send the resource.");
    }
    Read read = isXml ? xml.read(body, type) : json.read(body, type);
    return switch (read) {
      case Read.Document document -> document;
      case Read.Invalid(var problems) -> throw Outcomes.invalid(problems);
    };
  }

  private static boolean isXml(@org.jspecify.annotations.Nullable String contentType) {
    return Format.of(Format.type(contentType == null ? "" : contentType))
            .orElseThrow(
                () ->
                    Outcomes.with(
                        415,
                        IssueType.NOTSUPPORTED,
                        "media-type",
                        "Send the resource as application/fhir+json or application/fhir+xml."))
        == Format.XML;
  }

  /** It bears the URL's id, so that comparing it with the body's is left to us. */
  private IBaseResource bare(ServletRequestDetails request, Read.Document document) {
    IBaseResource bare = context.getResourceDefinition(document.type()).newInstance();
    if (request.getId() != null) bare.setId(request.getId().getIdPart());
    bare.setUserData(KEY, document);
    return bare;
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return limited(request, request.getInputStream());
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw Outcomes.with(
          415, IssueType.NOTSUPPORTED, "content-encoding", "Send the body plain or with gzip.");
    }
    try (var in = new GZIPInputStream(request.getInputStream())) {
      return limited(request, in);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw Outcomes.invalid("content-encoding", "The body is not gzip as its header says.");
    }
  }

  private byte[] limited(HttpServletRequest request, InputStream in) throws IOException {
    byte[] body = in.readNBytes(maxBody + 1);
    if (body.length <= maxBody) return body;
    // A client that is still sending would see a broken connection instead of the answer.
    request.getInputStream().skip(DRAINED);
    throw Outcomes.tooLarge(maxBody);
  }
}

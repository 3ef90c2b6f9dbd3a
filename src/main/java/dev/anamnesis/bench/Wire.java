package dev.anamnesis.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One kept-alive HTTP/1.1 connection, so thin that the server is the bottleneck. */
final class Wire implements AutoCloseable {

  private final URI base;
  private final Socket socket;
  private final BufferedInputStream in;
  private final OutputStream out;

  Wire(URI base) throws IOException {
    this.base = base;
    this.socket = new Socket(base.getHost(), base.getPort() < 0 ? 80 : base.getPort());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
  }

  /**
   * A request.
   *
   * @param path below the base, such as {@code /Patient/1}, or a whole URL
   * @param header one header line, or empty
   * @param body empty for none
   */
  record Call(String method, String path, String header, String body) {
    static Call get(String path) {
      return new Call("GET", path, "", "");
    }
  }

  /** An answer; header names are in lower case. */
  record Reply(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  Reply send(Call call) throws IOException {
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    String path =
        call.path().startsWith("http")
            ? call.path().substring(call.path().indexOf('/', 8))
            : base.getPath() + call.path();
    var head = new StringBuilder(200);
    head.append(call.method()).append(' ').append(path).append(" HTTP/1.1\r\nHost: ");
    head.append(base.getAuthority()).append("\r\nAccept: application/fhir+json\r\n");
    if (!call.header().isEmpty()) head.append(call.header()).append("\r\n");
    if (body.length > 0) {
      head.append("Content-Type: application/fhir+json\r\nContent-Length: ");
      head.append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    var request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    out.write(request);
    return reply();
  }

  private Reply reply() throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    var headers = new HashMap<String, String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (status == 204 || status == 304) return new Reply(status, headers, new byte[0]);
    String length = headers.get("content-length");
    byte[] body = length == null ? chunks() : bytes(Integer.parseInt(length));
    return new Reply(status, headers, body);
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(bytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("the connection was closed");
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new EOFException("the connection was closed");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

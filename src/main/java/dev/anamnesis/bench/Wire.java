package dev.anamnesis.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection, so thin that the server is the bottleneck: one buffer for all
 * answers, no header is made a string but those that are needed.
 */
final class Wire implements AutoCloseable {

  private static final int START_BYTES = 1 << 16;
  private static final int PATIENCE_MILLIS = 600_000;

  private final URI base;
  private final String tail;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  /** The server said that it closes after its answer, as some do after so many of them. */
  private boolean ends;

  /** What was received: read up to {@code at}, filled up to {@code end}. */
  private byte[] buffer = new byte[START_BYTES];

  private int at;
  private int end;

  Wire(URI base) throws IOException {
    this.base = base;
    this.tail =
        " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAccept: application/fhir+json\r\n";
    this.socket = connected(base);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  private static Socket connected(URI base) throws IOException {
    var socket = new Socket(base.getHost(), base.getPort() < 0 ? 80 : base.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private void connectAgain() throws IOException {
    socket.close();
    socket = connected(base);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    ends = false;
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

    static Call post(String path, String body) {
      return new Call("POST", path, "", body);
    }

    static Call put(String path, String body) {
      return new Call("PUT", path, "", body);
    }
  }

  /** An answer; its body stands in a buffer that the next answer is written over. */
  record Reply(int status, byte[] buffer, int from, int to) {

    int length() {
      return to - from;
    }

    String text() {
      return new String(buffer, from, length(), StandardCharsets.UTF_8);
    }

    /** What stands between the first such text and the next quote; empty where it is not. */
    String after(byte[] text) {
      int start = Find.first(buffer, from, to, text);
      if (start < 0) return "";
      start += text.length;
      int quote = start;
      while (quote < to && buffer[quote] != '"') quote++;
      return new String(buffer, start, quote - start, StandardCharsets.UTF_8);
    }

    int count(byte[] text) {
      return Find.count(buffer, from, to, text);
    }
  }

  Reply send(Call call) throws IOException {
    if (ends) connectAgain();
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder(300);
    head.append(call.method()).append(' ').append(path(call.path())).append(tail);
    if (!call.header().isEmpty()) head.append(call.header()).append("\r\n");
    if (body.length > 0) {
      head.append("Content-Type: application/fhir+json\r\nContent-Length: ");
      head.append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    out.write(request);
    return reply();
  }

  private String path(String path) {
    return path.startsWith("http") ? path.substring(path.indexOf('/', 8)) : base.getPath() + path;
  }

  private Reply reply() throws IOException {
    at = 0;
    end = 0;
    int status = Integer.parseInt(line().substring(9, 12));
    int length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
      ends |= line.equalsIgnoreCase("Connection: close");
    }
    if (status == 204 || status == 304) return new Reply(status, buffer, at, at);
    return length < 0 ? chunks(status) : whole(status, length);
  }

  private Reply whole(int status, int length) throws IOException {
    need(length);
    return new Reply(status, buffer, at, at + length);
  }

  /** Chunks are moved together in the buffer. */
  private Reply chunks(int status) throws IOException {
    int from = at;
    int to = at;
    for (int size = chunk(); size > 0; size = chunk()) {
      need(size);
      System.arraycopy(buffer, at, buffer, to, size);
      to += size;
      at += size;
      line();
    }
    line();
    return new Reply(status, buffer, from, to);
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().toLowerCase(Locale.ROOT), 16);
  }

  /** Waits until so many bytes are there. */
  private void need(int bytes) throws IOException {
    while (end - at < bytes) fill(at + bytes);
  }

  private void fill(int upTo) throws IOException {
    if (end == buffer.length || upTo > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, upTo + START_BYTES));
    }
    int got = in.read(buffer, end, buffer.length - end);
    if (got < 0) throw new EOFException("the connection was closed");
    end += got;
  }

  private String line() throws IOException {
    int start = at;
    int from = at;
    while (true) {
      for (int i = from; i < end; i++) {
        if (buffer[i] == '\n') {
          at = i + 1;
          int stop = i > start && buffer[i - 1] == '\r' ? i - 1 : i;
          return new String(buffer, start, stop - start, StandardCharsets.ISO_8859_1);
        }
      }
      from = end;
      fill(end + 1);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

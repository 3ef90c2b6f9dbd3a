package dev.anamnesis.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** HTTP by hand: nothing is checked, so that anything can be sent. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;

  private final URI base;

  RawHttp(URI base) {
    this.base = base;
  }

  /**
   * A request, right or wrong.
   *
   * @param path below the base
   * @param headers whole lines
   */
  record Request(String method, String path, List<String> headers, byte[] body) {
    Request {
      headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
      return method + " " + path + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
    }
  }

  /**
   * What came back before the connection was closed.
   *
   * @param status 0 where nothing came
   */
  record Reply(int status, String text) {}

  /** Throws where the answer takes longer than a person would wait. */
  Reply send(Request request) throws IOException {
    var out = new ByteArrayOutputStream();
    String line = request.method() + " " + base.getPath() + request.path() + " HTTP/1.1\r\n";
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(("Host: " + base.getAuthority() + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String header : request.headers()) {
      out.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    String end = "Connection: close\r\nContent-Length: " + request.body().length + "\r\n\r\n";
    out.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(request.body());
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MILLIS);
      socket.getOutputStream().write(out.toByteArray());
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean answered = text.startsWith("HTTP/1.1 ") && text.length() > 12;
      return new Reply(answered ? Integer.parseInt(text.substring(9, 12)) : 0, text);
    }
  }
}

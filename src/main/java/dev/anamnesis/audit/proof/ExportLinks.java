package dev.anamnesis.audit.proof;

import dev.anamnesis.audit.AccessLines;
import dev.anamnesis.audit.Link;
import dev.anamnesis.r4.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One log of an export, read line by line. What cannot be read is a link that cannot hold. */
final class ExportLinks implements Links, AutoCloseable {

  private final Export export;
  private final Subject subject;
  private @Nullable BufferedReader open;
  private long read;

  ExportLinks(Export export, Subject subject) {
    this.export = export;
    this.subject = subject;
  }

  @Override
  public List<Link> after(long position, int most) {
    var page = new ArrayList<Link>();
    while (page.size() < most) {
      String line;
      try {
        line = line();
      } catch (IOException e) {
        page.add(unreadable());
        return page;
      }
      if (line == null) return page;
      page.add(link(line));
      read++;
    }
    return page;
  }

  /** Null at the end. */
  private @Nullable String line() throws IOException {
    while (true) {
      if (open == null) {
        Optional<Path> next = export.next(subject, read + 1);
        if (next.isEmpty()) return null;
        open = reader(next.get());
      }
      String line = open.readLine();
      if (line != null) return line;
      close();
    }
  }

  private Link link(String line) {
    try {
      var object = (Json.Obj) Json.parse(line);
      return switch (subject) {
        case LOG -> LogLines.link(object);
        case ACCESS -> AccessLines.link(object);
      };
    } catch (RuntimeException e) {
      return unreadable();
    }
  }

  private Link unreadable() {
    return new Link(read + 1, Long.MAX_VALUE >> 1, new byte[0], new byte[0]);
  }

  private static BufferedReader reader(Path file) throws IOException {
    var in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public void close() throws IOException {
    if (open != null) open.close();
    open = null;
  }
}

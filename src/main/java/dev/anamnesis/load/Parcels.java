package dev.anamnesis.load;

import dev.anamnesis.load.Parcel.Kind;
import dev.anamnesis.r4.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Cuts a file into Bundles to send. */
final class Parcels {

  /** Characters of a file that is not ndjson, unpacked, and of a line of one that is. */
  private static final int LARGEST = 64 << 20;

  /** Takes what was cut. */
  interface Taker {
    void take(Parcel parcel) throws IOException, InterruptedException;
  }

  /** The file cannot be loaded; the message says why. */
  static final class Unfit extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    Unfit(String code, String words) {
      super(words);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  private final int most;

  /**
   * @param most entries of a transaction that is made here
   */
  Parcels(int most) {
    this.most = most;
  }

  void cut(SourceFile file, Taker taker) throws IOException, InterruptedException {
    try (InputStream in = file.open()) {
      if (file.lines()) lines(file.name(), in, taker);
      else whole(file.name(), text(in), taker);
    } catch (Json.Malformed e) {
      throw new Unfit("json-syntax", "It is no JSON.");
    }
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new Unfit("too-large", "It holds more than %d bytes.".formatted(LARGEST));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void whole(String name, String text, Taker taker)
      throws IOException, InterruptedException {
    if (!(Json.parse(text) instanceof Json.Obj resource)) {
      throw new Unfit("json-syntax", "It is no JSON object.");
    }
    String type = resource.string("resourceType").orElse("");
    String kind = type.equals("Bundle") ? resource.string("type").orElse("") : "";
    List<Json> entries = resource.items("entry");
    switch (kind) {
      case "transaction" -> taker.take(asItIs(name, text, entries, Kind.TRANSACTION));
      case "batch" -> taker.take(asItIs(name, text, entries, Kind.BATCH));
      case "collection", "searchset" -> collection(name, entries, taker);
      default -> {
        var made = new Making(name);
        made.add(0, resource, "");
        taker.take(made.parcel());
      }
    }
  }

  private static Parcel asItIs(String name, String text, List<Json> entries, Kind kind) {
    return Parcel.of(name, IntStream.range(0, entries.size()).boxed().toList(), text, kind);
  }

  /** Entries that name each other by urn stay together, whatever their number. */
  private void collection(String name, List<Json> entries, Taker taker)
      throws IOException, InterruptedException {
    boolean together = entries.stream().anyMatch(entry -> fullUrl(entry).startsWith("urn:"));
    var made = new Making(name);
    for (int i = 0; i < entries.size(); i++) {
      if (!(entries.get(i) instanceof Json.Obj entry)
          || !(entry.get("resource").orElse(Json.NULL) instanceof Json.Obj resource)) continue;
      if (made.isFull(together ? Integer.MAX_VALUE : most) || made.has(resource)) {
        taker.take(made.parcel());
        made = new Making(name);
      }
      made.add(i, resource, fullUrl(entry));
    }
    if (!made.isEmpty()) taker.take(made.parcel());
  }

  private static String fullUrl(Json entry) {
    return entry instanceof Json.Obj object ? object.string("fullUrl").orElse("") : "";
  }

  private void lines(String name, InputStream in, Taker taker)
      throws IOException, InterruptedException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var made = new Making(name);
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine(), number++) {
      if (line.isBlank()) continue;
      if (line.length() > LARGEST || !(Json.parse(line) instanceof Json.Obj resource)) {
        throw new Unfit("json-syntax", "Line %d is no JSON object.".formatted(number));
      }
      if (made.isFull(most) || made.has(resource)) {
        taker.take(made.parcel());
        made = new Making(name);
      }
      made.add(number, resource, "");
    }
    if (!made.isEmpty()) taker.take(made.parcel());
  }
}

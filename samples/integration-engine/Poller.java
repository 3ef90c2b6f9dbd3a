import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.*;
import org.w3c.dom.*;

/**
 * Follows a FHIR server's history for ever and deals with each version once:
 * {@code java Poller.java http://127.0.0.1:8080/fhir FOLDER}. FOLDER keeps what must survive a
 * restart. Guarantees it builds on: conformance/history.md. Needs the JDK and nothing else.
 */
class Poller {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final XPath XPATH = XPathFactory.newInstance().newXPath();

  static String base;
  static Path folder;
  static String since = "1970-01-01T00:00:00Z";
  static List<String> names = new ArrayList<>();

  /** What you do with a version; here: write its name down. */
  static void deal(String name, boolean deleted) throws Exception {
    String line = name + (deleted ? " deleted\n" : " " + name.split("/")[0] + "\n");
    Files.writeString(folder.resolve("versions.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    System.out.println(name);
  }

  static void handle(Node entry) throws Exception {
    String name = text("*[local-name()='response']/*[local-name()='location']/@value", entry).replace(base + "/", "");
    String instant = text("*[local-name()='response']/*[local-name()='lastModified']/@value", entry);
    if (instant.equals(since) && names.contains(name)) return; // _since includes its instant
    deal(name, (boolean) XPATH.evaluate("not(*[local-name()='resource'])", entry, XPathConstants.BOOLEAN));
    if (!instant.equals(since)) names.clear();
    since = instant;
    names.add(name);
  }

  static String text(String path, Node node) throws Exception {
    return XPATH.evaluate(path, node);
  }

  /** Kept as a whole or not at all: a power cut leaves the old file or the new one. */
  static void keep() throws Exception {
    Path next = folder.resolve("place.new");
    Files.writeString(next, since + "\n" + String.join("\n", names), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    Files.move(next, folder.resolve("place.txt"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void poll() throws Exception {
    String url = base + "/_history?_sort=_lastUpdated&_count=200&_since=" + URLEncoder.encode(since, "UTF-8");
    while (!url.isEmpty()) {
      var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
      var answer = HTTP.send(request.header("Accept", "application/fhir+xml").build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) throw new IllegalStateException("the server answers " + answer.statusCode());
      Document page = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(answer.body());
      var entries = (NodeList) XPATH.evaluate("/*/*[local-name()='entry']", page, XPathConstants.NODESET);
      for (int i = 0; i < entries.getLength(); i++) handle(entries.item(i));
      keep();
      url = text("/*/*[local-name()='link'][*[local-name()='relation']/@value='next']/*[local-name()='url']/@value", page);
    }
  }

  public static void main(String[] args) throws Exception {
    base = args[0];
    folder = Files.createDirectories(Path.of(args[1]));
    if (Files.exists(folder.resolve("place.txt"))) {
      names.addAll(Files.readAllLines(folder.resolve("place.txt")));
      since = names.removeFirst();
    }
    while (true) {
      try {
        poll();
      } catch (Exception e) {
        System.err.println(e + ": asked again in a second");
      }
      Thread.sleep(1000);
    }
  }
}

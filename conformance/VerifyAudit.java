import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a server's proofs against the tree heads it signed: {@code java VerifyAudit.java BASE_URL
 * HEADS_FOLDER}. Needs nothing but Java 21, and trusts nothing but the public key in the folder.
 *
 * <p>Each head must be signed, each must be the beginning of the next (RFC 6962, section 2.1.2), and
 * records taken here and there must be in the last one (section 2.1.1).
 */
class VerifyAudit {

  record Head(String tree, long size, byte[] root) {}

  static final HttpClient HTTP = HttpClient.newHttpClient();
  static int faults;

  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("java VerifyAudit.java BASE_URL HEADS_FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[1]);
    for (String tree : List.of("log", "access")) {
      List<Head> heads = heads(folder, tree);
      successions(args[0], heads);
      if (!heads.isEmpty()) inclusions(args[0], heads.getLast());
      long size = heads.isEmpty() ? 0 : heads.getLast().size();
      System.out.printf("%s: %d heads, %d records%n", tree, heads.size(), size);
    }
    System.out.println(faults == 0 ? "Sound." : "NOT sound: " + faults + " faults.");
    System.exit(faults == 0 ? 0 : 1);
  }

  static void fault(String words) {
    faults++;
    System.out.println(words);
  }

  /** Those whose signature holds. */
  static List<Head> heads(Path folder, String tree) throws Exception {
    byte[] encoded = Base64.getDecoder().decode(Files.readString(folder.resolve("key.pub")).strip());
    PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    var heads = new ArrayList<Head>();
    Path file = folder.resolve(tree + ".heads");
    if (!Files.exists(file)) return heads;
    for (String line : Files.readAllLines(file)) {
      int last = line.lastIndexOf(' ');
      String[] cells = line.split(" ");
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(line.substring(0, last).getBytes(StandardCharsets.UTF_8));
      if (cells.length == 6 && signature.verify(Base64.getDecoder().decode(cells[5]))) {
        heads.add(new Head(tree, Long.parseLong(cells[2]), HexFormat.of().parseHex(cells[3])));
      } else {
        fault(tree + ": a head is not signed: " + cells[2]);
      }
    }
    return heads;
  }

  static void successions(String base, List<Head> heads) throws Exception {
    for (int at = 1; at < heads.size(); at++) {
      Head old = heads.get(at - 1);
      Head next = heads.get(at);
      if (old.size() > next.size()) fault(next.tree() + " " + next.size() + ": the log went back");
      if (old.size() == next.size() && !Arrays.equals(old.root(), next.root())) {
        fault(next.tree() + " " + next.size() + ": two roots of one size");
      }
      if (old.size() == 0 || old.size() >= next.size()) continue;
      var path = proof(base, "tree=%s&from=%d&size=%d".formatted(next.tree(), old.size(), next.size()));
      if (path.isEmpty() || !consistent(old, next, path.get().path())) {
        fault(next.tree() + " " + next.size() + ": not the continuation of " + old.size());
      }
    }
  }

  static void inclusions(String base, Head head) throws Exception {
    long step = Math.max(1, head.size() / 20);
    for (long position = 1; position <= head.size(); position += step) {
      var proof =
          proof(base, "tree=%s&position=%d&size=%d".formatted(head.tree(), position, head.size()));
      if (proof.isEmpty()
          || !Arrays.equals(root(proof.get(), position - 1, head.size()), head.root())) {
        fault(head.tree() + " " + position + ": not in the tree that was signed");
      }
    }
  }

  record Proof(byte[] link, List<byte[]> path) {}

  /** Empty where the server gives none. */
  static Optional<Proof> proof(String base, String query) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + "/$audit-proof?" + query));
    var response =
        HTTP.send(
            request.header("Accept", "application/fhir+json").build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) return Optional.empty();
    List<byte[]> link = values(response.body(), "link");
    return Optional.of(
        new Proof(link.isEmpty() ? new byte[0] : link.getFirst(), values(response.body(), "path")));
  }

  static List<byte[]> values(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"name\":\"" + name + "\",\"valueString\":\"([0-9a-f]{64})\"").matcher(json);
    var values = new ArrayList<byte[]>();
    while (matcher.find()) values.add(HexFormat.of().parseHex(matcher.group(1)));
    return values;
  }

  static byte[] sha256(int prefix, byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) prefix);
    for (byte[] part : parts) digest.update(part);
    return digest.digest();
  }

  /** The root that the path leads to. */
  static byte[] root(Proof proof, long index, long size) throws Exception {
    long node = index;
    long last = size - 1;
    byte[] hash = sha256(0, proof.link());
    for (byte[] sibling : proof.path()) {
      if (last == 0) return new byte[0];
      if ((node & 1) == 1 || node == last) {
        hash = sha256(1, sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = sha256(1, hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? hash : new byte[0];
  }

  static boolean consistent(Head old, Head next, List<byte[]> path) throws Exception {
    var proof = new ArrayDeque<>(path);
    if ((old.size() & (old.size() - 1)) == 0) proof.addFirst(old.root());
    if (proof.isEmpty()) return false;
    long node = old.size() - 1;
    long last = next.size() - 1;
    while ((node & 1) == 1) {
      node >>= 1;
      last >>= 1;
    }
    byte[] first = proof.removeFirst();
    byte[] second = first;
    for (byte[] hash : proof) {
      if (last == 0) return false;
      if ((node & 1) == 1 || node == last) {
        first = sha256(1, hash, first);
        second = sha256(1, hash, second);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        second = sha256(1, second, hash);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(first, old.root()) && Arrays.equals(second, next.root());
  }
}

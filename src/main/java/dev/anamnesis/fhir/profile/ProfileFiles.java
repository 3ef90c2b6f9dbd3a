package dev.anamnesis.fhir.profile;

import dev.anamnesis.r4.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads profiles and the terms they need: JSON files of a folder, and npm packages
 * (https://hl7.org/fhir/R4/packages.html) as {@code .tgz}, in a folder or alone.
 */
public final class ProfileFiles {

  private static final int MOST_FILES = 20_000;
  private static final int MOST_BYTES = 256 << 20;

  private final List<Artefact> found = new ArrayList<>();
  private int files;
  private long bytes;

  private ProfileFiles() {}

  /** Files that cannot be used; the message is a sentence for whoever starts the server. */
  public static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String words) {
      super(words);
    }
  }

  public static List<Artefact> read(Path source) throws Unfit {
    var reading = new ProfileFiles();
    try {
      for (Path file : files(source)) reading.file(file);
    } catch (IOException e) {
      throw new Unfit("What --profiles names cannot be read.");
    }
    if (reading.found.isEmpty()) {
      throw new Unfit(
          "What --profiles names holds no StructureDefinition, ValueSet or CodeSystem.");
    }
    return List.copyOf(reading.found);
  }

  private static List<Path> files(Path source) throws IOException {
    if (!Files.isDirectory(source)) return List.of(source);
    try (Stream<Path> files = Files.list(source)) {
      return files.filter(file -> file.toString().matches(".*\\.(json|tgz)")).sorted().toList();
    }
  }

  private void file(Path file) throws IOException, Unfit {
    String name = file.getFileName().toString();
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".tgz")) archive(name, in);
      else resource(name, text(in));
    }
  }

  /** What lies beside the package itself, such as examples and tests, is not wanted. */
  private void archive(String name, InputStream in) throws IOException, Unfit {
    try (var tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String within = entry.getName();
        boolean wanted = entry.isFile() && within.matches("package/[^/.][^/]*\\.json");
        if (wanted && !within.equals("package/package.json")) {
          resource(name + " " + within, text(tar));
        }
      }
    }
  }

  private String text(InputStream in) throws IOException, Unfit {
    byte[] content = in.readNBytes((int) (MOST_BYTES - bytes) + 1);
    bytes += content.length;
    if (bytes > MOST_BYTES || ++files > MOST_FILES) {
      throw new Unfit(
          "What --profiles names is more than %,d files or %,d bytes."
              .formatted(MOST_FILES, MOST_BYTES));
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  private void resource(String name, String text) throws Unfit {
    if (!(parsed(name, text) instanceof Json.Obj resource)) return;
    Optional<String> release = resource.string("fhirVersion");
    if (release.filter(version -> !version.startsWith("4.0")).isPresent()) {
      throw new Unfit("%s in --profiles is not for R4.".formatted(name));
    }
    Artefact.of(resource, text).ifPresent(found::add);
  }

  private static Json parsed(String name, String text) throws Unfit {
    try {
      return Json.parse(text);
    } catch (Json.Malformed e) {
      throw new Unfit("%s in --profiles is not JSON.".formatted(name));
    }
  }
}

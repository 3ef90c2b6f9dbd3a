package dev.anamnesis.server;

import dev.anamnesis.r4.search.OwnParameters;
import dev.anamnesis.r4.search.OwnParameters.Reading;
import dev.anamnesis.r4.search.SearchParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** R4's search parameters, and those of a folder. */
final class OwnSearch {

  private OwnSearch() {}

  static SearchParameters parameters(Optional<Path> folder) throws BadStart {
    if (folder.isEmpty()) return SearchParameters.R4;
    List<Path> files = files(folder.get());
    var texts = new ArrayList<String>();
    for (Path file : files) texts.add(text(file));
    var problems = new ArrayList<String>();
    List<Reading> readings = OwnParameters.read(texts);
    for (int at = 0; at < files.size(); at++) {
      if (readings.get(at) instanceof Reading.NotUnderstood(String why)) {
        problems.add(
            "%s in --search-parameters cannot be used: %s."
                .formatted(files.get(at).getFileName(), why));
      }
    }
    if (!problems.isEmpty()) throw new BadStart(problems);
    return OwnParameters.with(texts).orElseThrow();
  }

  private static List<Path> files(Path folder) throws BadStart {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new BadStart("The folder of --search-parameters cannot be read.");
    }
  }

  private static String text(Path file) throws BadStart {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadStart("A file in the folder of --search-parameters cannot be read.");
    }
  }
}

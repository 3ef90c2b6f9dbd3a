package dev.anamnesis.server;

import dev.anamnesis.r4.search.OwnParameters;
import dev.anamnesis.r4.search.OwnParameters.Reading;
import dev.anamnesis.r4.search.SearchParameter;
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
    var own = new ArrayList<SearchParameter>();
    var problems = new ArrayList<String>();
    for (Path file : files(folder.get())) {
      switch (OwnParameters.read(text(file))) {
        case Reading.Understood(var parameters) -> own.addAll(parameters);
        case Reading.NotUnderstood(String why) ->
            problems.add(
                "%s in --search-parameters cannot be used: %s.".formatted(file.getFileName(), why));
      }
    }
    if (!problems.isEmpty()) throw new BadStart(problems);
    return SearchParameters.R4.with(own);
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

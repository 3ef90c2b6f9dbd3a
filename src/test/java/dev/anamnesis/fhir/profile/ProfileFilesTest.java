package dev.anamnesis.fhir.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {

  @TempDir Path folder;

  private static String profile(String name, String members) {
    return "{\"resourceType\":\"StructureDefinition\",\"url\":\"http://x/%s\",\"kind\":\"resource\",\"derivation\":\"constraint\",\"type\":\"Patient\"%s}"
        .formatted(name, members);
  }

  private void pack(String... namesAndTexts) throws IOException {
    try (var file = Files.newOutputStream(folder.resolve("p.tgz"));
        var tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(namesAndTexts[i]);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
  }

  private List<String> urls(Path source) throws ProfileFiles.Unfit {
    return ProfileFiles.read(source).stream().map(Artefact::url).toList();
  }

  @Test
  void a_folder_gives_its_json_and_its_packages_without_what_profiles_do_not_need()
      throws Exception {
    Files.writeString(folder.resolve("a.json"), profile("a", ""));
    Files.writeString(folder.resolve("b.json"), "{\"resourceType\":\"Patient\"}");
    Files.writeString(folder.resolve("notes.txt"), "no JSON");
    pack(
        "package/package.json",
        "{\"name\":\"x\"}",
        "package/.index.json",
        "no JSON",
        "package/c.json",
        profile("c", ""),
        "package/example/d.json",
        profile("d", ""));
    assertThat(urls(folder)).containsExactly("http://x/a", "http://x/c");
    assertThat(urls(folder.resolve("p.tgz"))).containsExactly("http://x/c");
  }

  @Test
  void what_cannot_be_used_is_told_by_its_file() throws IOException {
    assertThatThrownBy(() -> ProfileFiles.read(folder))
        .isInstanceOf(ProfileFiles.Unfit.class)
        .hasMessageContaining("holds no StructureDefinition");
    Files.writeString(folder.resolve("a.json"), "{");
    assertThatThrownBy(() -> ProfileFiles.read(folder)).hasMessageContaining("a.json");
    Files.writeString(folder.resolve("a.json"), profile("a", ",\"fhirVersion\":\"5.0.0\""));
    assertThatThrownBy(() -> ProfileFiles.read(folder)).hasMessageContaining("not for R4");
  }

  @Test
  void a_canonical_means_a_profile_of_the_version_it_names() throws Exception {
    Files.writeString(folder.resolve("a.json"), profile("a", ",\"version\":\"2\""));
    Artefact artefact = ProfileFiles.read(folder).getFirst();
    assertThat(artefact.is("http://x/a")).isTrue();
    assertThat(artefact.is("http://x/a|2")).isTrue();
    assertThat(artefact.is("http://x/a|3")).isFalse();
    assertThat(artefact.is("http://x/ab")).isFalse();
  }
}

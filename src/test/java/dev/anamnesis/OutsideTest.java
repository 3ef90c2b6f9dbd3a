package dev.anamnesis;

import static dev.anamnesis.Command.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.Command.Ended;
import dev.anamnesis.server.LiveServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user runs from outside: conformance cases, samples, the README's commands. */
class OutsideTest {

  private static final String BASE = LiveServer.shared().url();

  @Test
  void the_runner_of_the_cases_reports_what_is_wrong() throws Exception {
    Ended tests = run("node", "--test", "conformance/");
    assertThat(tests.code()).as(tests.output()).isZero();
  }

  @Test
  void every_case_holds() throws Exception {
    long files;
    try (Stream<Path> found = Files.walk(Path.of("conformance/cases"))) {
      files = found.filter(file -> file.toString().endsWith(".case")).count();
    }
    Ended cases = run("node", "conformance/run.mjs", BASE);
    assertThat(cases.code()).as(cases.output()).isZero();
    assertThat(cases.output()).contains(files + " passed, 0 failed");
  }

  @Test
  void the_ehr_s_tour_is_walked_to_its_end() throws Exception {
    Ended tour = run("bash", "samples/ehr-tour/tour.sh", BASE);
    assertThat(tour.code()).as(tour.output()).isZero();
    assertThat(tour.output()).contains("The tour is done.");
  }

  @Test
  void an_auditor_s_ten_questions_are_answered() throws Exception {
    Ended questions = run("bash", "samples/auditor/questions.sh", BASE);
    assertThat(questions.code()).as(questions.output()).isZero();
    assertThat(questions.output()).contains("All ten are answered.");
  }

  @Test
  void both_clocks_are_told_apart() throws Exception {
    Ended clocks = run("bash", "samples/two-clocks/two-clocks.sh", BASE);
    assertThat(clocks.code()).as(clocks.output()).isZero();
    assertThat(clocks.output()).contains("Both clocks tell their time.");
  }

  @Test
  void the_tour_stops_where_something_is_wrong() throws Exception {
    assertThat(run("bash", "samples/ehr-tour/tour.sh", BASE + "/nowhere").code()).isNotZero();
  }

  @Test
  void the_readme_s_tour_works_as_it_stands() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String tour = readme.substring(readme.indexOf("## A tour"));
    String block = tour.substring(tour.indexOf("```\n") + 4);
    String script =
        block
            .substring(0, block.indexOf("```"))
            .replace("http://127.0.0.1:8080/fhir", BASE)
            .replace("curl ", "curl -sS --fail-with-body ");
    assertThat(script.lines().filter(line -> line.startsWith("curl")).count()).isGreaterThan(5);
    Ended ended = run("bash", "-euo", "pipefail", "-c", script);
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  @Test
  void the_program_says_what_it_can_do() throws Exception {
    Ended help =
        run(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.anamnesis.server.Main",
            "help");
    assertThat(help.output()).contains("serve").contains("bench");
  }
}

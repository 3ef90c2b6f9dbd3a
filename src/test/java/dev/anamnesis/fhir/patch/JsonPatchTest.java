package dev.anamnesis.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPatchTest {

  static List<Arguments> official() throws IOException {
    Path list = Path.of("src/test/resources/patch/json-patch-tests.json");
    var cases = (Json.Arr) Json.parse(Files.readString(list, StandardCharsets.UTF_8));
    var arguments = new ArrayList<Arguments>();
    for (Json item : cases.items()) {
      var one = (Json.Obj) item;
      arguments.add(Arguments.of(one.string("comment").orElseThrow(), one));
    }
    assertThat(arguments).hasSize(16);
    return arguments;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("official")
  void the_cases_of_the_rfc_pass(String comment, Json.Obj one) {
    Patched patched = apply(one.get("patch").orElseThrow().text(), one.get("doc").orElseThrow());

    switch (patched) {
      case Patched.Whole(Json result) -> assertThat(result).isEqualTo(one.get("expected").get());
      case Patched.Refused refused -> assertThat(one.get("error")).isPresent();
    }
  }

  private static Patched apply(String patch, Json document) {
    return switch (JsonPatch.read(patch)) {
      case PatchRead.Understood(Patch understood) -> understood.applyTo(document);
      case PatchRead.Refused(Fault fault) -> new Patched.Refused(fault);
    };
  }

  private static String applied(String patch, String document) {
    return switch (apply(patch, Json.parse(document))) {
      case Patched.Whole(Json result) -> result.text();
      case Patched.Refused(Fault fault) ->
          fault.kind() + " " + fault.operation() + " " + fault.code();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // numbers keep their spelling, members their order
        "{\"b\":1.00,\"a\":1E2}|[{\"op\":\"copy\",\"from\":\"/b\",\"path\":\"/c\"}]|{\"b\":1.00,\"a\":1E2,\"c\":1.00}",
        "{\"b\":1,\"a\":2}|[{\"op\":\"replace\",\"path\":\"/b\",\"value\":3.10}]|{\"b\":3.10,\"a\":2}",
        "{\"b\":1,\"a\":2}|[{\"op\":\"add\",\"path\":\"/b\",\"value\":null}]|{\"b\":null,\"a\":2}",
        // test compares numbers by value, objects in any order
        "{\"a\":1.00}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":1}]|{\"a\":1.00}",
        "{\"a\":100}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":1E2}]|{\"a\":100}",
        "{\"a\":{\"x\":1,\"y\":[2]}}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"y\":[2.0],\"x\":1}}]|{\"a\":{\"x\":1,\"y\":[2]}}",
        "{\"a\":[1,2]}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":[2,1]}]|UNFIT 0 patch-test-failed",
        "{\"a\":null}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":null}]|{\"a\":null}",
        "{}|[{\"op\":\"test\",\"path\":\"/a\",\"value\":null}]|UNFIT 0 patch-no-target",
        // pointers
        "{\"a/b\":1,\"m~n\":2}|[{\"op\":\"remove\",\"path\":\"/a~1b\"},{\"op\":\"remove\",\"path\":\"/m~0n\"}]|{}",
        "{\"\":1}|[{\"op\":\"replace\",\"path\":\"/\",\"value\":2}]|{\"\":2}",
        "{\"a\":1}|[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]|[]",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":\"\"}]|UNFIT 0 patch-no-target",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":\"a\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":\"/a~2\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":\"/a~\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":[1,2]}|[{\"op\":\"remove\",\"path\":\"/a/00\"}]|UNFIT 0 patch-no-target",
        "{\"a\":[1,2]}|[{\"op\":\"remove\",\"path\":\"/a/-\"}]|UNFIT 0 patch-no-target",
        "{\"a\":[1,2]}|[{\"op\":\"remove\",\"path\":\"/a/2\"}]|UNFIT 0 patch-no-target",
        "{\"a\":[1,2]}|[{\"op\":\"add\",\"path\":\"/a/2\",\"value\":3}]|{\"a\":[1,2,3]}",
        "{\"a\":[1,2]}|[{\"op\":\"add\",\"path\":\"/a/3\",\"value\":3}]|UNFIT 0 patch-no-target",
        "{\"a\":[1,2]}|[{\"op\":\"add\",\"path\":\"/a/1e0\",\"value\":3}]|UNFIT 0 patch-no-target",
        "{\"a\":\"x\"}|[{\"op\":\"add\",\"path\":\"/a/b\",\"value\":3}]|UNFIT 0 patch-no-target",
        "{\"a\":1}|[{\"op\":\"replace\",\"path\":\"/b\",\"value\":3}]|UNFIT 0 patch-no-target",
        // move
        "{\"a\":{\"b\":1}}|[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]|UNFIT 0 patch-no-target",
        "{\"a\":1}|[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}]|{\"a\":1}",
        "{\"a\":1,\"ab\":{}}|[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/ab/c\"}]|{\"ab\":{\"c\":1}}",
        // the index of what fails; nothing is half done
        "{\"a\":1}|[{\"op\":\"add\",\"path\":\"/b\",\"value\":2},{\"op\":\"remove\",\"path\":\"/c\"}]|UNFIT 1 patch-no-target",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"spam\",\"path\":\"/c\"}]|MALFORMED 1 patch-malformed",
        "{\"a\":1}|[]|{\"a\":1}",
        // what is no patch
        "{\"a\":1}|{\"op\":\"remove\",\"path\":\"/a\"}|MALFORMED -1 patch-malformed",
        "{\"a\":1}|[7]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"add\",\"path\":\"/b\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"test\",\"path\":\"/a\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"copy\",\"path\":\"/a\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"remove\",\"path\":7}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"path\":\"/a\"}]|MALFORMED 0 patch-malformed",
        "{\"a\":1}|[{\"op\":\"remove\",\"op\":\"test\",\"path\":\"/a\"}]|MALFORMED -1 json-syntax",
        "{\"a\":1}|[|MALFORMED -1 json-syntax",
      })
  void a_patch_makes_of_a_document(String document, String patch, String result) {
    assertThat(applied(patch, document)).isEqualTo(result);
  }

  private static String operations(int count, String operation) {
    return "[" + String.join(",", java.util.Collections.nCopies(count, operation)) + "]";
  }

  @Test
  void a_patch_that_copies_itself_again_and_again_is_stopped() {
    String bomb = "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/-\"}";

    assertThat(applied(operations(60, bomb), "{\"a\":[\"0123456789\"]}"))
        .matches("UNFIT \\d+ patch-too-large");
  }

  @Test
  void a_patch_that_nests_ever_deeper_is_stopped() {
    String deeper = "{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/a\"}";
    String path = "/a".repeat(101);

    assertThat(applied(operations(200, deeper), "{\"a\":{\"b\":1}}"))
        .matches("UNFIT \\d+ patch-too-large");
    assertThat(applied("[{\"op\":\"remove\",\"path\":\"" + path + "\"}]", "{}"))
        .isEqualTo("MALFORMED 0 patch-malformed");
  }

  @Test
  void a_patch_has_1000_operations_at_most() {
    String test = "{\"op\":\"test\",\"path\":\"/a\",\"value\":1}";

    assertThat(applied(operations(1000, test), "{\"a\":1}")).isEqualTo("{\"a\":1}");
    assertThat(applied(operations(1001, test), "{\"a\":1}"))
        .isEqualTo("MALFORMED -1 patch-too-long");
  }

  @Test
  void numbers_without_bounds_are_compared_without_harm() {
    String huge = "9".repeat(2_000_000);
    String beyond = "1E99999999999";

    assertThat(applied(test(huge), "{\"a\":" + huge + "}")).startsWith("{");
    assertThat(applied(test("1" + huge), "{\"a\":" + huge + "}")).contains("patch-test-failed");
    assertThat(applied(test(beyond), "{\"a\":" + beyond + "}")).startsWith("{");
    assertThat(applied(test("1E2147483647"), "{\"a\":1}")).contains("patch-test-failed");
  }

  private static String test(String number) {
    return "[{\"op\":\"test\",\"path\":\"/a\",\"value\":" + number + "}]";
  }
}

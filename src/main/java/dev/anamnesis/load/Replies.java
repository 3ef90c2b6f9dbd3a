package dev.anamnesis.load;

import dev.anamnesis.r4.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a server answers to a Bundle. */
final class Replies {

  private static final Pattern ENTRY = Pattern.compile("Bundle\\.entry\\[([0-9]{1,9})]");

  private Replies() {}

  /**
   * How a parcel went.
   *
   * @param taken entries that were carried out
   */
  record Result(int taken, List<Refused> refused) {
    Result {
      refused = List.copyOf(refused);
    }
  }

  static Result read(Parcel parcel, FhirBase.Reply reply) {
    Json.Obj body = object(reply.body());
    if (reply.status() < 200 || reply.status() > 299) {
      int entry = entry(body).flatMap(parcel::place).orElse(-1);
      return new Result(0, List.of(refused(parcel, entry, reply.status(), body)));
    }
    var refused = new ArrayList<Refused>();
    List<Json> entries = body.items("entry");
    for (int i = 0; i < entries.size(); i++) {
      Json.Obj response = child(entries.get(i), "response");
      int status = status(response);
      if (status < 400) continue;
      int place = parcel.place(i).orElse(-1);
      refused.add(refused(parcel, place, status, child(response, "outcome")));
    }
    return new Result(entries.size() - refused.size(), refused);
  }

  private static int status(Json.Obj response) {
    String status = response.string("status").orElse("");
    return status.matches("[0-9]{3}.*") ? Integer.parseInt(status.substring(0, 3)) : 0;
  }

  private static Refused refused(Parcel parcel, int entry, int status, Json.Obj outcome) {
    Json.Obj issue = first(outcome, "issue");
    Json.Obj details = child(issue, "details");
    String code =
        first(details, "coding").string("code").or(() -> issue.string("code")).orElse("no-outcome");
    String words =
        issue.string("diagnostics").or(() -> details.string("text")).orElse("It was not told why.");
    return new Refused(parcel.file(), entry, status, code, words);
  }

  /** Which of the Bundle's entries an outcome is about. */
  private static Optional<Integer> entry(Json.Obj outcome) {
    Json.Obj issue = first(outcome, "issue");
    for (String member : List.of("expression", "location")) {
      for (Json place : issue.items(member)) {
        if (!(place instanceof Json.Text(String text))) continue;
        Matcher entry = ENTRY.matcher(text);
        if (entry.find()) return Optional.of(Integer.valueOf(entry.group(1)));
      }
    }
    return Optional.empty();
  }

  private static Json.Obj object(String text) {
    try {
      return Json.parse(text) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    } catch (Json.Malformed e) {
      return Json.Obj.EMPTY;
    }
  }

  private static Json.Obj child(Json json, String name) {
    return json instanceof Json.Obj object
            && object.get(name).orElse(Json.NULL) instanceof Json.Obj child
        ? child
        : Json.Obj.EMPTY;
  }

  private static Json.Obj first(Json.Obj object, String name) {
    List<Json> items = object.items(name);
    return !items.isEmpty() && items.getFirst() instanceof Json.Obj first ? first : Json.Obj.EMPTY;
  }
}

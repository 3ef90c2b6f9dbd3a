package dev.anamnesis.fhir.audit;

import dev.anamnesis.audit.proof.HeadWriter;
import dev.anamnesis.audit.proof.Subject;
import dev.anamnesis.fhir.Answer;
import dev.anamnesis.fhir.Ask;
import dev.anamnesis.fhir.Outcomes;
import dev.anamnesis.r4.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * {@code $audit-proof}: that a record is in a log, or that the log of an earlier size is its
 * beginning, by RFC 6962, with a signed head.
 */
public final class AuditProofs {

  private final HeadWriter heads;

  public AuditProofs(HeadWriter heads) {
    this.heads = heads;
  }

  public Answer answer(Ask ask) {
    Subject subject =
        Subject.of(ask.one("tree").orElse("access"))
            .orElseThrow(() -> Outcomes.invalid("bad-parameter", "tree takes log or access."));
    try {
      heads.sign(subject);
    } catch (IOException e) {
      throw Outcomes.with(
          503, IssueType.TRANSIENT, "heads-unavailable", "No tree head can be written just now.");
    }
    long all = heads.size(subject);
    long size = number(ask, "size", all, all);
    if (ask.one("from").isPresent()) {
      return answer(subject, heads.consistency(subject, number(ask, "from", 1, size), size));
    }
    long position = number(ask, "position", size, size);
    if (size == 0) throw Outcomes.invalid("bad-parameter", "There is nothing to prove yet.");
    return answer(subject, heads.inclusion(subject, position, size));
  }

  private static long number(Ask ask, String name, long otherwise, long most) {
    String text = ask.one(name).orElse(Long.toString(otherwise));
    if (text.matches("[1-9]\\d{0,17}|0")
        && Long.parseLong(text) <= most
        && (Long.parseLong(text) > 0 || otherwise == 0)) {
      return Long.parseLong(text);
    }
    throw Outcomes.invalid(
        "bad-parameter", "%s takes a whole number from 1 to %d.".formatted(name, most));
  }

  private static Answer answer(Subject subject, HeadWriter.Proof proof) {
    var parameters = new ArrayList<Json>();
    parameters.add(parameter("tree", "valueCode", new Json.Text(subject.label())));
    parameters.add(parameter("size", "valueDecimal", new Json.Num(Long.toString(proof.size()))));
    parameters.add(parameter("root", "valueString", new Json.Text(proof.root())));
    proof
        .link()
        .ifPresent(link -> parameters.add(parameter("link", "valueString", new Json.Text(link))));
    for (String hash : proof.path()) {
      parameters.add(parameter("path", "valueString", new Json.Text(hash)));
    }
    parameters.add(parameter("head", "valueString", new Json.Text(proof.head())));
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("resourceType", new Json.Text("Parameters"));
    members.put("parameter", new Json.Arr(List.copyOf(parameters)));
    return Answer.ok(new Json.Obj(members).text());
  }

  private static Json parameter(String name, String type, Json value) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", new Json.Text(name));
    members.put(type, value);
    return new Json.Obj(members);
  }
}

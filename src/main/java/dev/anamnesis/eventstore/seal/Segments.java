package dev.anamnesis.eventstore.seal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a document that concerns several patients, so that it survives the erasure of one of them
 * and does not keep the erased one readable.
 *
 * <ul>
 *   <li>In one patient's record, what names another needs both keys; the rest needs the owner's.
 *   <li>Where several are equals (an Appointment's participants, a Group's members), what names one
 *       needs that one's key; narrative and free text, which may speak of any, need all keys; the
 *       rest, which says nothing of who they are, is readable while one of them is.
 * </ul>
 */
final class Segments {

  /** A stretch of the document for one audience. */
  record Segment(Audience audience, Mask mask, String text) {}

  private static final Set<String> FREE_TEXT =
      Set.of("text", "note", "description", "comment", "patientInstruction");

  private final Concern concern;
  private final Audience rest;
  private final List<String> everyone;
  private final List<Segment> segments = new ArrayList<>();

  /** Within a resource's members; a commit's facts have them under {@code put}. */
  private boolean inside;

  private final StringBuilder open = new StringBuilder();

  private Segments(Concern concern, boolean inside) {
    this.inside = inside;
    this.concern = concern;
    this.everyone = concern.others().stream().map(Segments::subject).toList();
    this.rest =
        concern.owner().isPresent()
            ? new Audience.All(List.of(subject(concern.owner().get())))
            : new Audience.Any(everyone);
  }

  static String subject(String patient) {
    return "Patient/" + patient;
  }

  static List<Segment> cut(String json, Concern concern) {
    var cutter = new Segments(concern, !json.startsWith("{\"f\":["));
    cutter.value(json, 0);
    cutter.close();
    return cutter.segments;
  }

  private void close() {
    if (open.isEmpty()) return;
    segments.add(new Segment(rest, Mask.REST, open.toString()));
    open.setLength(0);
  }

  private void segment(Audience audience, Mask mask, String text) {
    close();
    segments.add(new Segment(audience, mask, text));
  }

  /** Copies the value that starts at {@code at}, member by member; the index after it. */
  private int value(String json, int at) {
    char first = json.charAt(at);
    if (first != '{' && first != '[') {
      int end = endOfValue(json, at);
      open.append(json, at, end);
      return end;
    }
    boolean object = first == '{';
    open.append(first);
    int next = at + 1;
    while (json.charAt(next) != '}' && json.charAt(next) != ']') {
      if (json.charAt(next) == ',') {
        open.append(',');
        next++;
      }
      String name = "";
      if (object) {
        int colon = endOfValue(json, next);
        name = json.substring(next + 1, colon - 1);
        open.append(json, next, colon + 1);
        next = colon + 1;
      }
      next = member(json, next, name);
    }
    open.append(json.charAt(next));
    return next + 1;
  }

  private int member(String json, int at, String name) {
    int end = endOfValue(json, at);
    String text = json.substring(at, end);
    if (!inside && (text.charAt(0) == '{' || text.charAt(0) == '[')) {
      inside = name.equals("put");
      int after = value(json, at);
      inside = false;
      return after;
    }
    if (!inside) {
      open.append(text);
      return end;
    }
    if (concern.owner().isEmpty() && FREE_TEXT.contains(name)) {
      segment(new Audience.All(everyone), freeTextMask(name, text), text);
      return end;
    }
    var named = PatientReferences.in(text);
    concern.owner().ifPresent(named::remove);
    if (named.isEmpty()) {
      open.append(text);
      return end;
    }
    if (named.size() == 1 && text.charAt(0) == '{') {
      segment(audience(named.iterator().next()), Mask.OBJECT, text);
      return end;
    }
    return value(json, at);
  }

  private Audience audience(String named) {
    return concern
        .owner()
        .map(owner -> new Audience.All(List.of(subject(owner), subject(named))))
        .orElseGet(() -> new Audience.All(List.of(subject(named))));
  }

  private static Mask freeTextMask(String name, String text) {
    return switch (text.charAt(0)) {
      case '"' -> Mask.STRING;
      case '[' -> name.equals("note") ? Mask.NOTES : Mask.ARRAY;
      default -> name.equals("text") ? Mask.NARRATIVE : Mask.OBJECT;
    };
  }

  /** The index after the value that starts at {@code at}. */
  private static int endOfValue(String json, int at) {
    int depth = 0;
    int next = at;
    do {
      switch (json.charAt(next)) {
        case '"' -> next = endOfString(json, next) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      next++;
    } while (depth > 0 || !isEnd(json, at, next));
    return next;
  }

  private static boolean isEnd(String json, int at, int next) {
    char first = json.charAt(at);
    if (first == '"' || first == '{' || first == '[') return true;
    return next >= json.length() || ",]}".indexOf(json.charAt(next)) >= 0;
  }

  private static int endOfString(String json, int at) {
    int next = at + 1;
    while (json.charAt(next) != '"') next += json.charAt(next) == '\\' ? 2 : 1;
    return next + 1;
  }
}

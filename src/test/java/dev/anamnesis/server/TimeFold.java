package dev.anamnesis.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A few resources and all their versions, in memory; what a server must do, in a page. */
final class TimeFold {

  /**
   * @param text what it says; empty for a deletion
   */
  record Version(String text, Instant at) {}

  private static final Instant UNTOLD = Instant.MAX;

  private final List<List<Version>> resources = new ArrayList<>();

  TimeFold(int keys) {
    for (int key = 0; key < keys; key++) resources.add(new ArrayList<>());
  }

  List<Version> versions(int key) {
    return resources.get(key);
  }

  private String current(int key) {
    List<Version> versions = versions(key);
    return versions.isEmpty() ? "" : versions.getLast().text();
  }

  /** The status; a version more where anything changes. */
  private int write(int key, String text) {
    String before = current(key);
    if (!before.equals(text)) versions(key).add(new Version(text, UNTOLD));
    if (text.isEmpty()) return 204;
    return before.isEmpty() ? 201 : 200;
  }

  int put(int key, int value) {
    return write(key, Integer.toString(value));
  }

  int patch(int key, int value) {
    if (versions(key).isEmpty()) return 404;
    return current(key).isEmpty() ? 410 : put(key, value);
  }

  int delete(int key) {
    return write(key, "");
  }

  int revert(int key, int version) {
    if (version > versions(key).size()) return 404;
    return write(key, versions(key).get(version - 1).text());
  }

  int restore(int key) {
    if (versions(key).isEmpty()) return 404;
    if (!current(key).isEmpty()) return 400;
    return revert(key, versions(key).size() - 1);
  }

  /** Its last version's instant is not told yet. */
  boolean hasJustChanged(int key) {
    return !versions(key).isEmpty() && versions(key).getLast().at().equals(UNTOLD);
  }

  void recorded(int key, Instant at) {
    Version last = versions(key).removeLast();
    versions(key).add(new Version(last.text(), at));
  }

  /** Each at which something changed, and just before it. */
  Set<Instant> instants() {
    var instants = new TreeSet<Instant>();
    for (var versions : resources) {
      for (Version version : versions) {
        instants.add(version.at());
        instants.add(version.at().minusNanos(1000));
      }
    }
    return instants;
  }

  /** What was current then; empty for nothing. */
  String at(int key, Instant at) {
    String text = "";
    for (Version version : versions(key)) {
      if (!version.at().isAfter(at)) text = version.text();
    }
    return text;
  }

  /** Key and text of all that was there. */
  Set<String> live(Instant at) {
    var live = new HashSet<String>();
    for (int key = 0; key < resources.size(); key++) {
      if (!at(key, at).isEmpty()) live.add(key + at(key, at));
    }
    return live;
  }
}

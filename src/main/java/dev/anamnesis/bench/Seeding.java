package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts a practice into a server, in transactions of a few hundred, several at a time. */
final class Seeding {

  /** Resources of one patient: himself, encounters, observations, prescriptions, appointments. */
  static final int OF_A_PATIENT = 11;

  private static final int PATIENTS_A_GROUP = 25;
  private static final int WRITERS = 4;
  private static final byte[] LAST_UPDATED = Find.text("\"lastUpdated\":\"");
  private static final byte[] VERSION = Find.text("\"versionId\":\"");

  private final URI base;
  private final Names names;
  private final Diary diary = new Diary(0);

  Seeding(URI base, Names names) {
    this.base = base;
    this.names = names;
  }

  /** Fifty practitioners, each with a room. */
  void staff() throws IOException {
    var group = new Group();
    for (int n = 0; n < Diary.PRACTITIONERS; n++) {
      group.put("Practitioner/" + names.practitioner(n), practitioner(n));
      group.put("Location/" + names.room(n), room(n));
    }
    try (var wire = new Wire(base)) {
      send(wire, group);
    }
  }

  private String practitioner(int n) {
    return """
        {"resourceType":"Practitioner","id":"%s","identifier":[{"system":"http://hospital.example.org/staff","value":"%s"}],"active":true,"name":[{"family":"Ek","given":["No. %d"]}]}"""
        .formatted(names.practitioner(n), names.practitioner(n), n);
  }

  private String room(int n) {
    return "{\"resourceType\":\"Location\",\"id\":\"%s\",\"status\":\"active\",\"name\":\"Room %d\"}"
        .formatted(names.room(n), n);
  }

  /**
   * Patients with all that is done for them.
   *
   * @param rewrite how often all of it is then written anew, each a version more
   */
  void patients(long from, long to, int rewrite) throws IOException, InterruptedException {
    var work = new ArrayList<Future<?>>();
    try (var writers = Executors.newFixedThreadPool(WRITERS)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        long first = from + (long) writer * PATIENTS_A_GROUP;
        work.add(writers.submit(() -> write(first, to, rewrite)));
      }
      for (var part : work) part.get();
    } catch (ExecutionException e) {
      throw new IOException("seeding failed", e.getCause());
    }
  }

  private Void write(long from, long to, int rewrite) throws IOException {
    try (var wire = new Wire(base)) {
      for (long first = from; first < to; first += (long) WRITERS * PATIENTS_A_GROUP) {
        long last = Math.min(to, first + PATIENTS_A_GROUP);
        for (int version = 0; version <= rewrite; version++)
          send(wire, group(first, last, version));
      }
      return null;
    }
  }

  private Group group(long from, long to, int version) {
    var people = new People(from * 31 + version, names);
    var care = new Care(from * 37 + version, names, diary);
    var group = new Group();
    for (long p = from; p < to; p++) {
      String patient = "Patient/" + names.patient(p);
      group.put(patient, people.patient(names.patient(p), names.patient(p)));
      for (int n = 0; n < 2; n++) {
        String encounter = names.encounter(p, n);
        group.put("Encounter/" + encounter, care.encounter(encounter, patient));
        for (int o = 2 * n; o < 2 * n + 2; o++) {
          String id = names.observation(p, o);
          group.put("Observation/" + id, care.observation(id, patient, "Encounter/" + encounter));
        }
        String rx = names.prescription(p, n);
        group.put("MedicationRequest/" + rx, care.prescription(rx, patient, "active"));
        String booked = names.appointment(p, n);
        Diary.Time time = Diary.at(2 * p + n);
        group.put("Appointment/" + booked, care.appointment(booked, patient, time));
      }
    }
    return group;
  }

  /** Those that nothing changes, so that their version is the first. */
  void quiet(int count) throws IOException {
    var people = new People(7, names);
    try (var wire = new Wire(base)) {
      for (int first = 0; first < count; first += 200) {
        var group = new Group();
        for (int n = first; n < Math.min(count, first + 200); n++) {
          group.put("Patient/" + names.quiet(n), people.patient(names.quiet(n), names.quiet(n)));
        }
        send(wire, group);
      }
    }
  }

  /** Gives the busy one more versions; the instant of the last, as the server tells it. */
  String busy(int versions) throws IOException {
    var people = new People(System.nanoTime(), names);
    String last = "";
    try (var wire = new Wire(base)) {
      for (int n = 0; n < versions; n++) {
        String body = people.patient(names.busy(), names.busy());
        Reply reply = wire.send(Call.put("/Patient/" + names.busy(), body));
        ok(reply);
        last = reply.after(LAST_UPDATED);
      }
      return last;
    }
  }

  /** How many versions it has. */
  long busyVersions() throws IOException {
    try (var wire = new Wire(base)) {
      Reply reply = wire.send(Call.get("/Patient/" + names.busy()));
      ok(reply);
      return Long.parseLong(reply.after(VERSION));
    }
  }

  private static void send(Wire wire, Group group) throws IOException {
    ok(wire.send(Call.post("", group.json())));
  }

  private static void ok(Reply reply) throws IOException {
    if (reply.status() / 100 != 2) {
      throw new IOException("a write was answered with status " + reply.status());
    }
  }
}

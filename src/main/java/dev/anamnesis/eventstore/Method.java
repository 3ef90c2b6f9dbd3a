package dev.anamnesis.eventstore;

/** The HTTP verb a version came by, as {@code Bundle.entry.request.method} shows it. */
public enum Method {
  POST,
  PUT,
  DELETE,
  PATCH
}

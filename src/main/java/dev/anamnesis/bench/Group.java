package dev.anamnesis.bench;

/** A transaction Bundle as it is written. */
final class Group {

  private static final Form POSTED =
      new Form(
          "{\"fullUrl\":\"urn:uuid:%s\",\"resource\":%s,\"request\":{\"method\":\"POST\",\"url\":\"%s\"}}");
  private static final Form PUT =
      new Form("{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}");

  private final StringBuilder text =
      new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
  private int entries;

  /**
   * @param number of the entry; others refer to it by {@link #reference}
   */
  Group post(int number, String type, String resource) {
    return add(POSTED.fill(uuid(number), resource, type));
  }

  Group put(String reference, String resource) {
    return add(PUT.fill(resource, reference));
  }

  private Group add(String entry) {
    if (entries++ > 0) text.append(',');
    text.append(entry);
    return this;
  }

  static String reference(int number) {
    return "urn:uuid:" + uuid(number);
  }

  private static String uuid(int number) {
    String hex = Integer.toHexString(number);
    return "00000000-0000-4000-8000-" + "0".repeat(12 - hex.length()) + hex;
  }

  int entries() {
    return entries;
  }

  String json() {
    return text + "]}";
  }
}

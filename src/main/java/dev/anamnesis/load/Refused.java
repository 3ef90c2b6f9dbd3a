package dev.anamnesis.load;

/**
 * What a server did not take.
 *
 * @param entry where in the file, from 0; -1 for the whole of it
 * @param status the HTTP status; 0 where there was no answer
 * @param code what the server or this program calls it
 */
record Refused(String file, int entry, int status, String code, String words) {

  private static final int LONGEST = 300;

  Refused {
    words = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
  }

  static Refused unread(String file, String code, String words) {
    return new Refused(file, -1, 0, code, words);
  }

  /** One line: file, entry, status, code and words, apart by tabs. */
  String line() {
    String place = entry < 0 ? "-" : Integer.toString(entry);
    return String.join(
        "\t", file, place, Integer.toString(status), code, words.replaceAll("\\s+", " "));
  }
}

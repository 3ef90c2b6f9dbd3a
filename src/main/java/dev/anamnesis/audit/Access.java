package dev.anamnesis.audit;

import java.util.Set;

/**
 * One interaction, as it is to be recorded.
 *
 * @param status the HTTP status it is answered with
 * @param request the request's id
 * @param seen the log's position of the version that was shown or made; 0 for none
 * @param about what was asked for where no version was shown: {@code Patient/x}, {@code Patient}
 * @param query as sent, without the question mark; empty for none
 * @param patients ids of the Patients the answer speaks of
 */
public record Access(
    Interaction kind,
    int status,
    Caller caller,
    String request,
    long seen,
    String about,
    String query,
    Set<String> patients) {

  private static final int LONGEST_REQUEST = 128;
  private static final int LONGEST_ABOUT = 256;
  private static final int LONGEST_QUERY = 32 << 10;

  public Access {
    request = Texts.stored(request, LONGEST_REQUEST);
    about = Texts.stored(about, LONGEST_ABOUT);
    query = Texts.stored(query, LONGEST_QUERY);
    patients = Set.copyOf(patients);
  }

  /** What this server does by itself. */
  public static Access ours(Interaction kind, int status, String about) {
    return new Access(kind, status, Caller.ITSELF, "", 0, about, "", Set.of());
  }
}

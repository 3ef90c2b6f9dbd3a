package dev.anamnesis.fhir.profile;

import dev.anamnesis.fhir.Outcomes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A validator that is made beside the server's start. */
final class WarmedUp {

  /** Seconds that a request waits for it at most. */
  private static final int PATIENCE = 60;

  private final FutureTask<ProfileValidator> validator;

  private WarmedUp(FutureTask<ProfileValidator> validator) {
    this.validator = validator;
  }

  static WarmedUp start(List<Artefact> loaded, List<Artefact> profiles) {
    var validator = new FutureTask<>(() -> ProfileValidator.of(loaded));
    Thread.ofPlatform()
        .daemon()
        .name("profiles")
        .start(
            () -> {
              validator.run();
              warm(validator, profiles);
            });
    return new WarmedUp(validator);
  }

  private static void warm(FutureTask<ProfileValidator> validator, List<Artefact> profiles) {
    try {
      ProfileValidator ready = validator.get();
      for (Artefact profile : profiles) ready.warm(profile);
    } catch (ExecutionException | InterruptedException e) {
      System.err.println(
          "The profiles cannot be used: " + String.valueOf(e.getCause()).replaceAll("\\s+", " "));
    }
  }

  /** Waits for it while it is made. */
  ProfileValidator get() {
    try {
      return validator.get(PATIENCE, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw unavailable("profiles-loading", "The profiles are still being loaded: try again.");
    } catch (ExecutionException e) {
      throw unavailable(
          "profiles-unusable", "The profiles could not be loaded: what the server said has why.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("profiles-loading", "The server is being stopped.");
    }
  }

  private static RuntimeException unavailable(String code, String words) {
    return Outcomes.with(503, IssueType.TRANSIENT, code, words);
  }
}

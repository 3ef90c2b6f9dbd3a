package dev.anamnesis.eventstore;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached or cannot keep up. The message says whether the outcome is known. */
public final class StoreUnavailable extends RuntimeException {

  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

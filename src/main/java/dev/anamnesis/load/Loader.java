package dev.anamnesis.load;

import dev.anamnesis.load.Parcels.Unfit;
import dev.anamnesis.load.Replies.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends files, several at a time, each from its beginning to its end. Those that hold conditional
 * references come last, so that what another file states is there before a placeholder is made.
 */
final class Loader {

  private final FhirBase base;
  private final Parcels parcels;
  private final Journal journal;
  private final Optional<Placeholders> placeholders;
  private final Progress progress;

  Loader(
      FhirBase base,
      Parcels parcels,
      Journal journal,
      Optional<Placeholders> placeholders,
      Progress progress) {
    this.base = base;
    this.parcels = parcels;
    this.journal = journal;
    this.placeholders = placeholders;
    this.progress = progress;
  }

  /** What was sent of a file, and whether it was left for the second round. */
  private record Done(List<Refused> refused, Optional<SourceFile> later) {
    static Done of(List<Refused> refused) {
      return new Done(refused, Optional.empty());
    }
  }

  /** Stops a look at a file that is for the second round. */
  private static final class Later extends IOException {
    private static final long serialVersionUID = 1L;
  }

  List<Refused> load(List<SourceFile> files, int clients) throws IOException, InterruptedException {
    var refused = new ArrayList<Refused>();
    var later = new ArrayList<SourceFile>();
    for (Done done : each(files, clients, file -> send(file, placeholders.isPresent()))) {
      refused.addAll(done.refused());
      done.later().ifPresent(later::add);
    }
    for (Done done : each(later, clients, file -> send(file, false))) {
      refused.addAll(done.refused());
    }
    return refused;
  }

  /** What is done to one file. */
  private interface Step {
    Done take(SourceFile file) throws IOException, InterruptedException;
  }

  private static List<Done> each(List<SourceFile> files, int clients, Step step)
      throws IOException, InterruptedException {
    var done = new ArrayList<Done>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      List<Future<Done>> futures =
          files.stream().map(f -> threads.submit((Callable<Done>) () -> step.take(f))).toList();
      for (Future<Done> future : futures) done.add(future.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException because) throw because;
      throw new IllegalStateException(e.getCause());
    }
    return done;
  }

  private Done send(SourceFile file, boolean firstRound) throws InterruptedException {
    var refused = new ArrayList<Refused>();
    try {
      if (firstRound) parcels.cut(file, Loader::look);
      parcels.cut(file, parcel -> refused.addAll(send(parcel)));
    } catch (Later e) {
      return new Done(List.of(), Optional.of(file));
    } catch (Unfit e) {
      refused.add(Refused.unread(file.name(), e.code(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      refused.add(Refused.unread(file.name(), "io", e.getClass().getSimpleName()));
    }
    progress.file(file.size());
    return Done.of(refused);
  }

  private static void look(Parcel parcel) throws Later {
    if (!parcel.conditionalReferences().isEmpty()) throw new Later();
  }

  private List<Refused> send(Parcel parcel) throws IOException, InterruptedException {
    if (journal.has(parcel)) return List.of();
    if (placeholders.isPresent()) placeholders.get().before(parcel);
    Result result = Replies.read(parcel, post(parcel));
    if (parcel.canBeHalved() && isAboutEntries(result)) {
      var refused = new ArrayList<Refused>();
      for (Parcel half : parcel.halves()) refused.addAll(send(half));
      return refused;
    }
    // A batch that was carried out in part is not sent again: its POSTs would be made twice.
    boolean partly = !parcel.repeatable() && result.taken() > 0;
    if (result.refused().isEmpty() || partly) journal.add(parcel);
    progress.taken(result.taken(), result.refused().size());
    return result.refused();
  }

  /** Not that the server takes nothing from us at all. */
  private static boolean isAboutEntries(Result result) {
    if (result.taken() > 0 || result.refused().isEmpty()) return false;
    return switch (result.refused().getFirst().status()) {
      case 400, 404, 405, 409, 412, 413, 422 -> true;
      default -> false;
    };
  }

  private FhirBase.Reply post(Parcel parcel) throws IOException, InterruptedException {
    return base.post(parcel.bundle(), parcel.key(), parcel.repeatable());
  }
}

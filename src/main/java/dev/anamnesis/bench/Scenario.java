package dev.anamnesis.bench;

import dev.anamnesis.bench.Wire.Call;
import dev.anamnesis.bench.Wire.Reply;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * One kind of load.
 *
 * @param client makes what one of the clients sends, by its number
 */
record Scenario(String name, Where where, IntFunction<Load> client) {

  /** Which servers can be asked. */
  enum Where {
    ANY,
    /** It is no FHIR of every server's: as-of reads, bookings that are judged. */
    ANAMNESIS
  }

  /** What one client does, over and over. */
  interface Load {
    Call next();

    /** How many operations the answer counts as; 0 when it is not the one that was meant. */
    int counts(Reply reply);
  }

  static Scenario of(String name, int status, IntFunction<Supplier<Call>> client) {
    return of(name, Where.ANY, status, client);
  }

  static Scenario of(String name, Where where, int status, IntFunction<Supplier<Call>> client) {
    return new Scenario(name, where, number -> new Plain(status, client.apply(number)));
  }

  private record Plain(int status, Supplier<Call> calls) implements Load {
    @Override
    public Call next() {
      return calls.get();
    }

    @Override
    public int counts(Reply reply) {
      return reply.status() == status ? 1 : 0;
    }
  }
}

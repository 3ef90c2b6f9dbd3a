import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.hl7.fhir.r4.model.Bundle;

/**
 * A Camel route that follows a server's history and misses nothing: oldest first, page by page, then
 * from the last instant it has seen. Run it with
 * <pre>java -cp 'lib/*' Poller.java BASE_URL SINCE UNTIL_ID</pre>
 * It prints what happened, one line a version, and stops once UNTIL_ID was deleted.
 */
public final class Poller extends RouteBuilder {

  private final String base;
  private final String until;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean polling = new AtomicBoolean();
  private final Set<String> seen = new HashSet<>();
  private volatile String url;

  private Poller(String base, String since, String until) {
    this.base = base;
    this.until = until;
    this.url = since(since);
  }

  private String since(String since) {
    return base + "/_history?_sort=_lastUpdated&_count=10&_since=" + since;
  }

  @Override
  public void configure() {
    onException(Exception.class).process(exchange -> polling.set(false));
    // One poll after the other: the next one starts where this one ended.
    from("timer:poll?delay=0&period=50")
        .filter(exchange -> polling.compareAndSet(false, true))
        .process(exchange -> exchange.getMessage().setHeader("CamelFhir.url", url))
        .process(exchange -> exchange.getMessage().setHeader("CamelFhir.returnType", Bundle.class))
        .to("fhir:load-page/byUrl?fhirVersion=R4&serverUrl=" + base)
        .process(this::page);
  }

  private void page(Exchange exchange) {
    Bundle page = exchange.getMessage().getBody(Bundle.class);
    Instant last = null;
    for (var entry : page.getEntry()) {
      var response = entry.getResponse();
      last = response.getLastModified().toInstant();
      // _since is inclusive: what stood at the last instant comes again.
      if (seen.add(entry.getFullUrl() + response.getEtag())) {
        System.out.println(entry.getRequest().getMethod() + " " + entry.getFullUrl() + " " + response.getEtag());
      }
      if (entry.getRequest().getMethod() == Bundle.HTTPVerb.DELETE && entry.getFullUrl().endsWith(until)) done.countDown();
    }
    if (page.getLink("next") != null) url = page.getLink("next").getUrl();
    else if (last != null) url = since(last.truncatedTo(ChronoUnit.MILLIS).toString());
    polling.set(false);
  }

  public static void main(String[] args) throws Exception {
    var poller = new Poller(args[0], args[1], args[2]);
    try (var camel = new DefaultCamelContext()) {
      camel.addRoutes(poller);
      camel.start();
      if (!poller.done.await(60, TimeUnit.SECONDS)) System.exit(1);
    }
  }
}

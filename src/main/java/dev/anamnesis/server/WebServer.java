package dev.anamnesis.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with virtual threads: FHIR under {@code /fhir}, health and metrics beside it. */
final class WebServer implements AutoCloseable {

  private static final int HEADER_BYTES = 32 << 10;
  private static final long DRAIN_MILLIS = 10_000;

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  static WebServer start(Settings settings, HttpServlet fhir, Handler beside) throws BadStart {
    String host = settings.host();
    int port = settings.port();
    var threads = new QueuedThreadPool(64, 4);
    threads.setName("web");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(threads);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(60_000);
    connector.setAcceptQueueSize(1024);
    server.addConnector(connector);
    Handler all = new Handler.Sequence(beside, fhir(fhir));
    List<String> origins = settings.corsOrigins();
    Handler reached = origins.isEmpty() ? all : new Cors(origins, all);
    server.setHandler(new GracefulHandler(new RequestIds(reached)));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(DRAIN_MILLIS);
    try {
      server.start();
    } catch (IOException e) {
      stop(server);
      throw new BadStart(
          "Port %d on %s is taken: stop what uses it, or give another --port."
              .formatted(port, host));
    } catch (Exception e) {
      stop(server);
      throw new IllegalStateException("the web server did not start", e);
    }
    return new WebServer(server, connector);
  }

  private static Handler fhir(HttpServlet servlet) {
    var context = new ServletContextHandler("/");
    context.setErrorHandler(new PlainErrors());
    var holder = new ServletHolder("fhir", servlet);
    holder.setInitOrder(1);
    context.addServlet(holder, "/fhir/*");
    context.addFilter(
        new FilterHolder(new SoundRequests()), "/*", EnumSet.of(DispatcherType.REQUEST));
    return context;
  }

  int port() {
    return connector.getLocalPort();
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not stop", e);
    }
  }

  /** Lets requests in flight finish, up to ten seconds. */
  @Override
  public void close() {
    stop(server);
  }
}

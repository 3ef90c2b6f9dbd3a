package dev.anamnesis.server;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.anamnesis.audit.AccessLog;
import dev.anamnesis.audit.AttributedStore;
import dev.anamnesis.audit.AuditMode;
import dev.anamnesis.audit.CommitWitness;
import dev.anamnesis.audit.Commits;
import dev.anamnesis.audit.Makers;
import dev.anamnesis.audit.StatedAgents;
import dev.anamnesis.eventstore.CommitListener;
import dev.anamnesis.eventstore.FactLog;
import dev.anamnesis.eventstore.Migrations;
import dev.anamnesis.eventstore.PostgresEventStore;
import dev.anamnesis.eventstore.seal.MasterKey;
import dev.anamnesis.eventstore.seal.PostgresKeyVault;
import dev.anamnesis.eventstore.seal.Sealer;
import dev.anamnesis.fhir.FhirParts;
import dev.anamnesis.fhir.FhirServer;
import dev.anamnesis.fhir.act.ActParts;
import dev.anamnesis.fhir.profile.ProfileFiles;
import dev.anamnesis.fhir.profile.Profiles;
import dev.anamnesis.fhir.search.SearchConditions;
import dev.anamnesis.ledger.Ledger;
import dev.anamnesis.process.Processes;
import dev.anamnesis.projection.Bookings;
import dev.anamnesis.projection.Calendars;
import dev.anamnesis.projection.CompartmentHistory;
import dev.anamnesis.projection.Currents;
import dev.anamnesis.projection.Deadlines;
import dev.anamnesis.projection.FreeSlots;
import dev.anamnesis.projection.History;
import dev.anamnesis.projection.Merges;
import dev.anamnesis.projection.Notices;
import dev.anamnesis.projection.Prescriptions;
import dev.anamnesis.projection.References;
import dev.anamnesis.projection.ResourceTypes;
import dev.anamnesis.projection.Resources;
import dev.anamnesis.projection.ServedVersions;
import dev.anamnesis.projection.Therapies;
import dev.anamnesis.projection.VersionsProjection;
import dev.anamnesis.projection.search.Definitions;
import dev.anamnesis.projection.search.KeptPlans;
import dev.anamnesis.projection.search.Rebuild;
import dev.anamnesis.projection.search.SearchProjection;
import dev.anamnesis.projection.search.Searches;
import dev.anamnesis.server.Settings.MasterKeySource;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Jdbi;

/** A whole server, wired from the database up; read it top to bottom. */
public final class App implements AutoCloseable {

  private static final long STATE_CACHE_BYTES = 24L << 20;
  private static final long CURRENTS = 50_000;
  private static final long VERSION_CACHE_BYTES = 32L << 20;

  /** With less than this the validator leaves nothing for all else, in bytes. */
  private static final long PROFILES_HEAP = 400L << 20;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Settings settings;
  private int port;

  private App(Settings settings) {
    this.settings = settings;
  }

  static App start(Settings settings) throws BadStart {
    var app = new App(settings);
    try {
      app.open();
      return app;
    } catch (BadStart | RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private void open() throws BadStart {
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    MasterKey master = masterKey(random);

    HikariDataSource pool = database();
    boolean isOnly =
        opened(settings.database().isEmpty() ? Share.embedded(pool) : Share.given(pool)).isOnly();
    var currents = new Currents(isOnly, CURRENTS);
    Jdbi jdbi = Jdbi.create(pool);
    migrate(jdbi);

    var vault = new PostgresKeyVault(jdbi, master, random);
    checkKeys(vault);
    var sealer = new Sealer(vault, random);
    var types = new ResourceTypes(jdbi);
    Optional<Path> journal = opened(AuditJournal.open(settings, jdbi, clock)).folder();
    var accesses = opened(new AccessLog(jdbi, settings.audit(), clock, journal));
    var parameters = OwnSearch.parameters(settings.searchParameters());
    Profiles profiles = profiles();
    var heads = opened(AuditHeads.open(settings, jdbi, clock));
    var definitions = Definitions.of(jdbi, parameters, settings.baseUrl().orElse(""));
    var searchRows = new SearchProjection(jdbi, types, definitions);
    var rebuild = new Rebuild(jdbi, types, sealer, definitions, searchRows);
    HikariDataSource searchPool = opened(Pool.forSearches(pool));
    var metrics = metrics(List.of(pool, searchPool));
    var reindex = opened(new Reindex(rebuild, definitions, metrics));
    var notices = new Notices();
    var deadlines = new Deadlines(jdbi);
    var store =
        opened(
            new PostgresEventStore(
                jdbi,
                sealer,
                vault,
                CommitListener.of(
                    new VersionsProjection(types),
                    currents,
                    new Bookings(settings.rules().bookedOnce(), clock),
                    searchRows,
                    new Merges(),
                    new Calendars(),
                    deadlines,
                    new Prescriptions(settings.rules().duplicateOrders(), notices),
                    new References(settings.rules().references(), notices, settings.baseUrl()),
                    new StatedAgents(),
                    new CommitWitness(accesses)),
                clock,
                PostgresEventStore.PARTITION_SPAN));
    var served = new ServedVersions(VERSION_CACHE_BYTES);
    Jdbi searching = KeptPlans.of(Jdbi.create(searchPool));
    var searches = new Searches(searching, types, definitions, sealer, served);
    var ledger =
        new Ledger(new AttributedStore(store), STATE_CACHE_BYTES, settings.rules().approval());
    var resources = new Resources(jdbi, types, sealer, served, currents);
    var fhir =
        new FhirServer(
            new FhirParts(
                ledger,
                resources,
                new History(jdbi, types, sealer, served),
                types,
                accesses,
                searches,
                parameters,
                accesses.search(),
                heads,
                new SearchConditions(searches),
                new ActParts(notices, new FreeSlots(jdbi), new Therapies(jdbi), clock),
                new TimeOrderedIds(clock, random),
                new FactLog(jdbi, sealer),
                new Makers(jdbi, accesses),
                new Commits(jdbi, accesses),
                new CompartmentHistory(jdbi, types, sealer, served, parameters),
                profiles,
                clock,
                settings.baseUrl(),
                settings.maxBody(),
                clock.instant()));
    var operations = new Operations(() -> answers(jdbi), metrics, reindex::remark);
    port = opened(WebServer.start(settings, fhir, operations)).port();
    opened(
        new ProcessRunner(
            new Processes(ledger, deadlines, resources, settings.rules().periods()), clock));
    accesses.started();
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private MasterKey masterKey(SecureRandom random) throws BadStart {
    if (!(settings.masterKey() instanceof MasterKeySource.Made(var file))) {
      return settings.masterKey().read();
    }
    try {
      return MasterKey.fromFileOrNew(file, random);
    } catch (MasterKey.Unfit e) {
      throw BadStart.because(e);
    }
  }

  private Profiles profiles() throws BadStart {
    if (settings.profiles().isEmpty()) return Profiles.none();
    if (Runtime.getRuntime().maxMemory() < PROFILES_HEAP) {
      throw new BadStart("--profiles needs more memory: start with ANAMNESIS_HEAP=512m or more.");
    }
    try {
      var source = settings.profiles().get();
      return Profiles.of(source.rule(), ProfileFiles.read(source.files()));
    } catch (ProfileFiles.Unfit e) {
      throw BadStart.because(e);
    }
  }

  private HikariDataSource database() throws BadStart {
    var external = settings.database();
    if (external.isPresent()) {
      var database = external.get();
      return opened(Pool.open(database.url(), database.user(), database.password()));
    }
    var embedded = opened(EmbeddedDatabase.start(settings.data()));
    return opened(Pool.open(embedded.url(), Optional.of(embedded.user()), Optional.empty()));
  }

  private static void migrate(Jdbi jdbi) throws BadStart {
    try {
      Migrations.run(jdbi);
    } catch (Migrations.WrongSchema e) {
      throw BadStart.because(e);
    }
  }

  static void checkKeys(PostgresKeyVault vault) throws BadStart {
    try {
      vault.check();
    } catch (PostgresKeyVault.WrongMasterKey e) {
      throw BadStart.because(e);
    }
  }

  private static boolean answers(Jdbi jdbi) {
    try {
      return jdbi.withHandle(handle -> handle.createQuery("select 1").mapTo(Integer.class).one())
          == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private PrometheusMeterRegistry metrics(List<HikariDataSource> pools) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    opened(new JvmGcMetrics()).bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    registry.gauge(
        "anamnesis_database_connections_active",
        pools,
        of -> sum(of, HikariPoolMXBean::getActiveConnections));
    registry.gauge(
        "anamnesis_database_connections_waiting",
        pools,
        of -> sum(of, HikariPoolMXBean::getThreadsAwaitingConnection));
    return registry;
  }

  private static int sum(List<HikariDataSource> pools, ToIntFunction<HikariPoolMXBean> number) {
    return pools.stream().map(HikariDataSource::getHikariPoolMXBean).mapToInt(number).sum();
  }

  /** Where FHIR is served. */
  public String url() {
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return "http://" + host + ":" + port + "/fhir";
  }

  /** Whether what is done here is recorded. */
  AuditMode audit() {
    return settings.audit();
  }

  /** Drains the web server, then writes what waits, then stops the database. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("Anamnesis did not stop cleanly: " + e.getClass().getSimpleName());
      }
    }
  }
}

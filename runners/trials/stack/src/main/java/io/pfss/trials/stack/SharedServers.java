package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one broker, one influxd and one MariaDB for a whole test JVM: each is started for the
 * first test that asks for it, and stopped after the last test of all.
 *
 * <pre>{@code
 * @ExtendWith(SharedServers.class)
 * class HeatTopicsIT {
 *   @Test
 *   void createsTopics(KafkaBroker broker) { … }
 * }
 * }</pre>
 *
 * <p>Topics, consumer groups and databases are the tests' own: each class names its own. A test
 * that stops or kills a server starts one of its own instead.
 */
public final class SharedServers implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Kind.of(parameter.getParameter().getType()) != null;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Kind kind = Kind.of(parameter.getParameter().getType());
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(kind, Shared::start, Shared.class)
        .server;
  }

  private enum Kind {
    BROKER(KafkaBroker.class),
    INFLUX(InfluxServer.class),
    MARIADB(MariaDbServer.class);

    private final Class<?> type;

    Kind(Class<?> type) {
      this.type = type;
    }

    static Kind of(Class<?> type) {
      for (Kind kind : values()) {
        if (kind.type == type) {
          return kind;
        }
      }

      return null;
    }

    AutoCloseable start(Path data) throws IOException, InterruptedException {
      Path home = Path.of(System.getProperty("pfss.home"));
      return switch (this) {
        case BROKER -> KafkaBroker.start(home.resolve("runners/trials/broker"), data);
        case INFLUX -> InfluxServer.start(InfluxBinary.obtain(), data);
        case MARIADB -> MariaDbServer.start(data);
      };
    }
  }

  /** A server and its folder, which ends with it. */
  private static final class Shared implements CloseableResource {
    private final AutoCloseable server;
    private final Path data;

    private Shared(AutoCloseable server, Path data) {
      this.server = server;
      this.data = data;
    }

    static Shared start(Kind kind) {
      try {
        Path data = Files.createTempDirectory("pfss-test-");
        return new Shared(kind.start(data), data);
      } catch (IOException e) {
        throw new ParameterResolutionException(e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ParameterResolutionException("Interrupted while a server starts", e);
      }
    }

    @Override
    public void close() throws Exception {
      try {
        server.close();
      } finally {
        Folders.delete(data);
      }
    }
  }
}

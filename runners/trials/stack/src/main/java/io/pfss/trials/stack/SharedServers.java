package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
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
  private static final Map<Class<?>, Starter> STARTERS =
      Map.of(
          KafkaBroker.class,
          data ->
              KafkaBroker.start(
                  Path.of(System.getProperty("pfss.home"), "runners/trials/broker"), data),
          InfluxServer.class,
          data -> InfluxServer.start(InfluxBinary.obtain(), data),
          MariaDbServer.class,
          MariaDbServer::start);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return STARTERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(parameter.getParameter().getType(), Shared::start, Shared.class)
        .server;
  }

  private interface Starter {
    Server start(Path data) throws IOException, InterruptedException;
  }

  /** A server and its folder, which ends with it. */
  private record Shared(Server server, Path data) implements CloseableResource {
    static Shared start(Class<?> type) {
      try {
        Path data = Files.createTempDirectory("pfss-test-");
        return new Shared(
            Objects.requireNonNull(STARTERS.get(type), type.getName()).start(data), data);
      } catch (IOException e) {
        throw new ParameterResolutionException(e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ParameterResolutionException("Interrupted while a server starts", e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        server.close();
      } finally {
        Folders.delete(data);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
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
 * A JUnit extension that provides one Kafka broker, one InfluxDB and one MariaDB for a whole test
 * JVM. Each starts for the first test that needs it, and stops after the last test.
 *
 * <pre>{@code
 * @ExtendWith(SharedServers.class)
 * class HeatTopicsIT {
 *   @Test
 *   void createsTopics(KafkaBroker broker) { … }
 * }
 * }</pre>
 *
 * <p>Each test class uses unique topics, consumer groups and databases. A test that stops or kills
 * a server must start its own instead.
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

  /** A server and its folder, which is deleted when the server is closed. */
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
        throw new ParameterResolutionException("Interrupted while a server was starting", e);
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

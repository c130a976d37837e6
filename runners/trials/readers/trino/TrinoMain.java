// SPDX-License-Identifier: Apache-2.0

import io.trino.plugin.hive.HivePlugin;
import io.trino.plugin.iceberg.IcebergPlugin;
import io.trino.server.testing.TestingTrinoServer;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Runs Trino in this JVM. Java runs this file from its source: PFSS is compiled by Java 17, which
 * cannot read Trino's classes.
 *
 * <p>Arguments: a folder {@code etc/catalog} with a properties file for each catalog, and the port.
 */
public final class TrinoMain {
  private TrinoMain() {}

  public static void main(String[] args) throws IOException {
    TestingTrinoServer server =
        TestingTrinoServer.builder()
            .setProperties(Map.of("http-server.http.port", args[1]))
            .build();
    server.installPlugin(new HivePlugin());
    server.installPlugin(new IcebergPlugin());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(args[0]))) {
      for (Path file : files) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
          properties.load(reader);
        }

        Map<String, String> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put((String) name, (String) value));
        String name = file.getFileName().toString().replaceFirst("\\.properties$", "");
        server.createCatalog(name, settings.remove("connector.name"), settings);
      }
    }

    System.out.println("READY " + server.getBaseUrl());
  }
}

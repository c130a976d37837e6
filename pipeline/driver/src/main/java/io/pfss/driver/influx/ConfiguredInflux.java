package io.pfss.driver.influx;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.influx.TrustStore;
import io.pfss.pipeline.support.Secret;
import java.net.URI;
import java.util.Optional;

/** Access to the InfluxDB that the pipeline writes to. */
public final class ConfiguredInflux {
  private ConfiguredInflux() {}

  /** The InfluxDB that the options name; empty for none. */
  public static Optional<InfluxAccess> access(PfssOptions options) {
    return options.getInfluxUrl().isEmpty() ? Optional.empty() : Optional.of(known(options));
  }

  private static InfluxAccess known(PfssOptions options) {
    if (!options.getInfluxBucket().isEmpty()) {
      return access(options, options.getInfluxBucket())
          .withToken(secret(options.getInfluxTokenFile(), "PFSS_INFLUX_TOKEN"));
    }

    InfluxAccess access =
        access(options, options.getInfluxDatabase())
            .withRetentionPolicy(options.getInfluxRetentionPolicy());
    return options.getInfluxUser().isEmpty()
        ? access
        : access.withUser(
            options.getInfluxUser(),
            secret(options.getInfluxPasswordFile(), "PFSS_INFLUX_PASSWORD"));
  }

  private static InfluxAccess access(PfssOptions options, String database) {
    InfluxAccess access = InfluxAccess.at(URI.create(options.getInfluxUrl()), database);
    return options.getInfluxCaFile().isEmpty()
        ? access
        : access.withTls(TrustStore.inFile(options.getInfluxCaFile()).context());
  }

  private static String secret(String file, String variable) {
    return (file.isEmpty() ? Secret.inEnvironment(variable) : Secret.inFile(file)).read();
  }
}

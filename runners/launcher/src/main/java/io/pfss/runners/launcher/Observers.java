package io.pfss.runners.launcher;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.influx.TrustStore;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.support.Secret;
import io.pfss.runners.launcher.observe.InfluxAccess;
import io.pfss.runners.launcher.observe.InfluxPointCount;
import io.pfss.runners.launcher.observe.ObservedTopics;
import io.pfss.runners.launcher.observe.SinkObserver;
import io.pfss.runners.launcher.observe.TableCount;
import io.pfss.runners.launcher.observe.WarehouseCount;
import io.pfss.runners.launcher.observe.WarehouseFiles;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.hadoop.conf.Configuration;

/** Makes the observer of the sinks that the options name. */
final class Observers {
  private Observers() {}

  static SinkObserver start(LauncherOptions options) throws IOException, InterruptedException {
    SinkObserver.Builder observer =
        SinkObserver.of(
                PipelineSettings.kafka(options).clientConfig(Map.of()),
                new ObservedTopics(
                    options.getHeatTopic(), options.getScoreTopic(), options.getDeadLetterTopic()))
            .warehouse(warehouse(options))
            .unmerged(() -> PipelineSettings.warehouse(options).unmerged())
            .committed(() -> committed(options));
    influx(options).ifPresent(access -> observer.influx(new InfluxPointCount(access)));

    return observer.start();
  }

  private static Map<Integer, Long> committed(LauncherOptions options) throws IOException {
    try (GroupLag group =
        GroupLag.of(PipelineSettings.kafka(options), options.getHeatTopic(), options.getGroup())) {
      Map<Integer, Long> offsets = new HashMap<>();
      group.places().forEach((partition, place) -> offsets.put(partition, place.position()));
      return offsets;
    }
  }

  private static WarehouseCount warehouse(LauncherOptions options) throws IOException {
    Optional<CatalogSettings> catalog = PipelineSettings.catalog(options);
    return catalog.isPresent()
        ? TableCount.fromNow(WarehouseCatalog.of(catalog.get()).readings())
        : WarehouseFiles.fromNow(options.getWarehouse(), hadoop(options));
  }

  /** The configuration that Beam's file system uses: of the options, else of HADOOP_CONF_DIR. */
  private static Configuration hadoop(LauncherOptions options) {
    List<Configuration> configurations =
        options.as(HadoopFileSystemOptions.class).getHdfsConfiguration();
    return configurations == null || configurations.isEmpty()
        ? new Configuration()
        : configurations.get(0);
  }

  /** The InfluxDB that the options name; empty for none. */
  static Optional<InfluxAccess> influx(LauncherOptions options) {
    return options.getInfluxUrl().isEmpty() ? Optional.empty() : Optional.of(access(options));
  }

  private static InfluxAccess access(LauncherOptions options) {
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

  private static InfluxAccess access(LauncherOptions options, String database) {
    InfluxAccess access = InfluxAccess.at(URI.create(options.getInfluxUrl()), database);
    return options.getInfluxCaFile().isEmpty()
        ? access
        : access.withTls(TrustStore.inFile(options.getInfluxCaFile()).context());
  }

  private static String secret(String file, String variable) {
    return (file.isEmpty() ? Secret.inEnvironment(variable) : Secret.inFile(file)).read();
  }
}

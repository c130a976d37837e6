package io.pfss.demo;

import io.pfss.demo.observe.Lookup;
import io.pfss.demo.observe.ObservedTopics;
import io.pfss.demo.observe.ParquetCount;
import io.pfss.demo.observe.ParquetFolder;
import io.pfss.demo.observe.SinkObserver;
import io.pfss.demo.observe.TableCount;
import io.pfss.driver.influx.InfluxAccess;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.source.GroupLag;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Maps;
import org.apache.hadoop.conf.Configuration;

/** Makes the observer of the sinks that the options name. */
final class Observers {
  private Observers() {}

  static SinkObserver start(DemoOptions options) throws IOException, InterruptedException {
    SinkObserver.Builder observer =
        SinkObserver.of(
                PipelineSettings.kafka(options).clientConfig(Map.of()),
                new ObservedTopics(
                    options.getHeatTopic(), options.getScoreTopic(), options.getDeadLetterTopic()))
            .warehouse(warehouse(options))
            .unmerged(() -> PipelineSettings.warehouse(options).unmerged())
            .committed(() -> committed(options));
    InfluxAccess.of(options).ifPresent(observer::influx);
    return observer.start();
  }

  private static Map<Integer, Long> committed(DemoOptions options) throws IOException {
    try (GroupLag group =
        GroupLag.of(PipelineSettings.kafka(options), options.getHeatTopic(), options.getGroup())) {
      return Maps.transformValues(group.places(), GroupLag.Place::committed);
    }
  }

  private static Lookup<ParquetCount> warehouse(DemoOptions options) throws IOException {
    Optional<CatalogSettings> catalog = PipelineSettings.catalog(options);
    return catalog.isPresent()
        ? TableCount.fromNow(WarehouseCatalog.of(catalog.get()).readings())::count
        : ParquetFolder.fromNow(options.getWarehouse(), hadoop(options))::count;
  }

  /** The configuration that Beam's file system uses: of the options, else of HADOOP_CONF_DIR. */
  private static Configuration hadoop(DemoOptions options) {
    List<Configuration> configurations =
        options.as(HadoopFileSystemOptions.class).getHdfsConfiguration();
    return configurations == null || configurations.isEmpty()
        ? new Configuration()
        : configurations.get(0);
  }
}

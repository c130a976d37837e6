// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertJson;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.AlarmRecords;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.kafka.LastRecords;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.MoreExecutors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the open alarms every 5 s, outside the data path: tells Alertmanager, if there is one,
 * reads who has acknowledged them, and records their lives in the catalog, if there is one. A stop
 * resolves no alarm. Thread-safe.
 */
public final class AlarmDesk implements AlarmFacts, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmDesk.class);
  private static final long PERIOD_SECONDS = 5;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Optional<LastRecords<Alert>> held;
  private final KnownFacilities facilities;
  private final PipelineFaults faults;
  private final Optional<Notifications> notifications;
  private final Optional<Supplier<AlarmRecords>> records;
  private final Optional<AlarmHistory> history;
  private volatile Optional<PageAddress> page = Optional.empty();
  private boolean isAlertmanagerUnavailable;
  private boolean isCatalogUnavailable;

  /** Two threads, as Alertmanager and the catalog may be slow. */
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2, new ThreadFactoryBuilder().setNameFormat("pfss-alarms-%d").setDaemon(true).build());

  private AlarmDesk(AlertmanagerOptions options) throws InterruptedException {
    Clock clock = Clock.systemUTC();
    Optional<AlertmanagerClient> client = AlertmanagerClient.of(options);
    Optional<CatalogSettings> catalog = PipelineSettings.catalog(options);
    this.held =
        PipelineSettings.raisesAlerts(options)
            ? Optional.of(
                LastRecords.of(
                    PipelineSettings.kafka(options), options.getAlertTopic(), AlertJson::read))
            : Optional.empty();
    this.facilities = KnownFacilities.of(catalog.orElse(null));
    this.faults =
        new PipelineFaults(
            Duration.ofMillis(
                PipelineSettings.duration("alertSilence", options.getAlertSilence()).getMillis()),
            System::nanoTime);
    AlarmMessages messages =
        new AlarmMessages(options.getGroup(), facilities::find, last(), () -> page);
    this.notifications =
        client.map(each -> new Notifications(each, messages, () -> recentlyCleared(clock), clock));
    this.records = catalog.map(AlarmDesk::records);
    this.history = records.map(each -> new AlarmHistory(each, last(), clock));
  }

  /**
   * Creates a desk, which follows the topic of alerts from now on.
   *
   * @throws IllegalArgumentException if an address or the user of Alertmanager is wrong; the user
   *     sees the message
   */
  public static AlarmDesk of(AlertmanagerOptions options) throws InterruptedException {
    return new AlarmDesk(options);
  }

  /**
   * Starts to tell Alertmanager and to record.
   *
   * @param pages where people see more; empty if there are no pages
   */
  public void start(Optional<PageAddress> pages) {
    page = pages;
    notifications.ifPresent(each -> every(() -> notify(each)));
    history.ifPresent(each -> every(() -> record(each)));
  }

  /** Returns the last alert of each sensor, which later ones replace; none without alerts. */
  public Map<Long, Alert> last() {
    return held.map(LastRecords::all).orElseGet(Map::of);
  }

  /** Returns where the pipeline's faults are reported. */
  public PipelineFaults faults() {
    return faults;
  }

  @Override
  public List<Alarm> ofPipeline() {
    return faults.open().orElseGet(List::of);
  }

  /** Returns who has acknowledged or shelved an open alarm, as of the last seconds. */
  @Override
  public Optional<AlarmAcknowledgement> acknowledgement(Alarm alarm) {
    return notifications.flatMap(each -> each.acknowledgement(alarm));
  }

  @Override
  public Optional<URI> silenceUrl(Alarm alarm) {
    return notifications.map(each -> URI.create(each.form(alarm)));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (!MoreExecutors.shutdownAndAwaitTermination(timer, CLOSE_TIMEOUT)) {
      LOG.warn("Alarms are still being sent or recorded; closing anyway");
    }
  }

  private void every(Runnable work) {
    Future<?> unused =
        timer.scheduleWithFixedDelay(work, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void notify(Notifications to) {
    try {
      to.update(open());
      if (isAlertmanagerUnavailable) {
        LOG.info("Alertmanager is available again");
      }

      isAlertmanagerUnavailable = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      if (!isAlertmanagerUnavailable) {
        LOG.warn("Alertmanager unavailable; retrying url={} error={}", to, e.toString());
      }

      isAlertmanagerUnavailable = true;
    } catch (RuntimeException | Error e) {
      // It would end the schedule silently.
      LOG.error("Alertmanager not told of the alarms; retrying url={}", to, e);
    }
  }

  private void record(AlarmHistory in) {
    try {
      in.update(open(), this::acknowledgement);
      isCatalogUnavailable = false;
    } catch (RuntimeException | Error e) {
      if (!isCatalogUnavailable) {
        LOG.warn("Alarms not recorded in the catalog; retrying error={}", e.getMessage(), e);
      }

      isCatalogUnavailable = true;
    }
  }

  private static Supplier<AlarmRecords> records(CatalogSettings settings) {
    return () -> WarehouseCatalog.of(settings).database().alarms();
  }

  private List<AlarmRecord> recentlyCleared(Clock clock) {
    long now = clock.millis();
    long oldest = now - AlertmanagerSync.REPEAT_ENDED.toMillis();
    try {
      return records.map(each -> each.get().between(oldest, now)).orElseGet(List::of).stream()
          .filter(life -> life.clearedAt().isPresent())
          .toList();
    } catch (CatalogUnavailableException e) {
      // Alertmanager still gets the open alarms.
      LOG.warn("Alarms that ended before the start are unknown error={}", e.getMessage());
      return List.of();
    }
  }

  private OpenAlarms open() {
    List<Alarm> alarms = new ArrayList<>();
    Set<AlarmKind> known = EnumSet.noneOf(AlarmKind.class);
    faults
        .open()
        .ifPresent(
            open -> {
              alarms.addAll(open);
              known.addAll(AlarmKind.OF_PIPELINE);
            });
    if (held.map(LastRecords::isComplete).orElse(false)) {
      last().values().stream()
          .filter(alert -> !facilities.isRetired(alert.sensorId()))
          .forEach(alert -> alarms.addAll(Alarm.openOf(alert)));
      known.addAll(AlarmKind.OF_FACILITIES);
    }

    return new OpenAlarms(alarms, known);
  }
}

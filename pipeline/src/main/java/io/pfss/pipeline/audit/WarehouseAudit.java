// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.audit;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.deadletter.DeadLetterTopic;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import io.pfss.pipeline.kafka.RecordFinder;
import io.pfss.pipeline.kafka.RecordFinder.Found;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.source.GroupLag.Place;
import io.pfss.pipeline.warehouse.GapKind;
import io.pfss.pipeline.warehouse.OffsetGap;
import io.pfss.pipeline.warehouse.OffsetGaps;
import io.pfss.pipeline.warehouse.OffsetSet;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Explains the offsets that are in no commit of a warehouse. It commits nothing, and may run at the
 * same time as the job.
 *
 * <p>It reads in this order: committed offsets, dead letters, segments, commits. The job commits an
 * offset to Kafka when the reading is in a segment or the record is a dead letter, and deletes a
 * segment when its readings are in a commit. So a record below the committed offset that is in none
 * of the later reads is lost.
 */
public final class WarehouseAudit {
  private static final Duration FIND_TIMEOUT = Duration.ofMinutes(10);

  /**
   * Limits the search before the first commit: a loss there is never certain, and the topic may
   * have a day of records.
   */
  private static final long FIND_BEFORE_FIRST_COMMIT = 10_000;

  private final SourceTopic topic;
  private final RecordFinder finder;
  private final Map<Integer, Place> places;
  private final OffsetSet deadLetters;
  private final Map<Integer, Long> deletedBefore;
  private final OffsetSet unmerged;
  private final OffsetGaps commits;

  /** Fetched after the commits, so that offsets which a running job commits meanwhile are below. */
  private final Map<Integer, Long> ends;

  private WarehouseAudit(SourceTopic topic, RecordFinder finder, WarehouseCatalog catalog)
      throws IOException {
    this.topic = topic;
    this.finder = finder;
    this.places = places(topic);
    this.deadLetters = deadLetters(topic);
    // After the dead letters, so that those that Kafka deletes in between count as deleted.
    this.deletedBefore = DeletedDeadLetters.mayBeBefore(topic);
    this.unmerged = unmerged(catalog);
    this.commits = OffsetGaps.of(catalog, values(places, Place::beginning));
    this.ends = values(places(topic), Place::end);
  }

  /**
   * Explains offsets between the first and the last commit without Kafka: only readings of open
   * windows can be explained.
   *
   * @return one gap per partition and kind
   * @throws IOException if the warehouse cannot be read
   */
  public static List<OffsetGap> run(WarehouseCatalog catalog) throws IOException {
    OffsetSet unmerged = unmerged(catalog);
    Map<Integer, SortedGaps> partitions = new TreeMap<>();
    for (OffsetGap gap : OffsetGaps.find(catalog)) {
      SortedGaps sorted = partitions.computeIfAbsent(gap.partition(), SortedGaps::new);
      sorted.begin(gap.offsets(), gap.missing());
      sorted.classify(GapKind.OPEN_WINDOW, unmerged.of(gap.partition()));
      sorted.classifyRest(GapKind.UNEXPLAINED);
    }

    return partitions.values().stream().flatMap(sorted -> sorted.gaps().stream()).toList();
  }

  /**
   * Explains the offsets of a topic, from its beginning or the first commit to its end.
   *
   * @return one gap per partition and kind
   * @throws IOException if the warehouse cannot be read
   * @throws KafkaUnavailableException if Kafka is unavailable or refuses the request
   * @throws IllegalArgumentException if the group has no committed offset in the topic
   */
  public static List<OffsetGap> run(WarehouseCatalog catalog, SourceTopic topic)
      throws IOException {
    try (RecordFinder finder = new RecordFinder(topic.cluster().clientConfig(Map.of()))) {
      return new WarehouseAudit(topic, finder, catalog).gaps();
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(topic.cluster(), List.of(topic.name()), e);
    }
  }

  private List<OffsetGap> gaps() {
    Set<Integer> partitions = new TreeSet<>(places.keySet());
    partitions.addAll(commits.committed().keySet());
    List<OffsetGap> gaps = new ArrayList<>();
    for (int partition : partitions) {
      gaps.addAll(gaps(partition));
    }

    return gaps;
  }

  private List<OffsetGap> gaps(int partition) {
    SortedGaps sorted = new SortedGaps(partition);
    // Absent if the topic was recreated with fewer partitions.
    Place place = places.getOrDefault(partition, new Place(0, 0, 0, 0, false));
    OffsetSpan committed = commits.committed().get(partition);
    Roaring64Bitmap before =
        RecordFinder.range(
            place.beginning(),
            committed == null ? place.end() : Math.min(committed.first(), place.end()));
    classifyKnown(sorted, partition, before, before.getLongCardinality());
    sorted.classify(
        GapKind.NO_RECORD, find(partition, sorted.left(), FIND_BEFORE_FIRST_COMMIT).empty());
    sorted.classifyRest(GapKind.BEFORE_FIRST_COMMIT);
    for (OffsetGap gap : commits.gaps()) {
      if (gap.partition() == partition) {
        classify(sorted, partition, gap.offsets(), gap.missing());
      }
    }

    if (committed != null) {
      Roaring64Bitmap after =
          RecordFinder.range(Math.max(place.beginning(), committed.last() + 1), place.end());
      classify(sorted, partition, after, after.getLongCardinality());
    }

    return sorted.gaps();
  }

  private void classify(SortedGaps sorted, int partition, Roaring64Bitmap offsets, long missing) {
    classifyKnown(sorted, partition, offsets, missing);
    Found found = find(partition, sorted.left(), Long.MAX_VALUE);
    sorted.classify(GapKind.NO_RECORD, found.empty());
    sorted.classify(GapKind.DELETED, found.deleted());
    Roaring64Bitmap unknown = found.records().clone();
    unknown.and(RecordFinder.range(0, deletedBefore.getOrDefault(partition, 0L)));
    sorted.classify(GapKind.DELETED, unknown);
    sorted.classify(GapKind.LOSS, found.records());
    if (!sorted.left().isEmpty()) {
      throw new KafkaException(
          "Kafka did not return the records within " + FIND_TIMEOUT.toMinutes() + " min");
    }
  }

  /** Classifies the offsets that are explained without fetching records. */
  private void classifyKnown(
      SortedGaps sorted, int partition, Roaring64Bitmap offsets, long missing) {
    Place place = places.get(partition);
    long end = ends.getOrDefault(partition, 0L);
    sorted.begin(offsets, missing);
    sorted.classify(GapKind.DEAD_LETTER, deadLetters.of(partition));
    sorted.classify(GapKind.OPEN_WINDOW, unmerged.of(partition));
    if (place != null) {
      sorted.classify(GapKind.OPEN_WINDOW, RecordFinder.range(place.committed(), end));
      sorted.classify(GapKind.DELETED, RecordFinder.range(0, place.beginning()));
    }

    if (!offsets.isEmpty()) {
      // An offset beyond the end belongs to a deleted topic of the same name.
      sorted.classify(GapKind.DELETED, RecordFinder.range(end, offsets.last() + 1));
    }
  }

  private Found find(int partition, Roaring64Bitmap offsets, long maxRecords) {
    return offsets.isEmpty()
        ? new Found(offsets, offsets, offsets)
        : finder.find(
            new TopicPartition(topic.name(), partition), offsets, maxRecords, FIND_TIMEOUT);
  }

  private static Map<Integer, Place> places(SourceTopic topic) {
    Map<Integer, Place> places;
    try (GroupLag group = GroupLag.of(topic.cluster(), topic.name(), topic.group())) {
      places = group.places();
    } catch (IOException e) {
      throw new KafkaUnavailableException(topic.cluster(), List.of(topic.name()), e);
    }

    if (places.values().stream().noneMatch(Place::isCommitted)) {
      throw new IllegalArgumentException(
          "Group "
              + topic.group()
              + " has no committed offset in topic "
              + topic.name()
              + ": name the group and the topic of the main job");
    }

    return places;
  }

  private static Map<Integer, Long> values(
      Map<Integer, Place> places, Function<Place, Long> value) {
    return places.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, place -> value.apply(place.getValue())));
  }

  private static OffsetSet deadLetters(SourceTopic topic) {
    OffsetSet offsets = new OffsetSet();
    new DeadLetterTopic(topic.cluster(), topic.deadLetters())
        .read(
            deadLetter -> {
              if (deadLetter.sourceTopic().equals(topic.name()) && !deadLetter.isInWarehouse()) {
                deadLetter.sourcePosition().ifPresent(offsets::add);
              }
            });
    return offsets;
  }

  private static OffsetSet unmerged(WarehouseCatalog catalog) throws IOException {
    return WriteWarehouse.to(TableLocation.toBeam(catalog.readings().location())).unmergedOffsets();
  }
}

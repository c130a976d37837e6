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
 * Explains the offsets that are in no commit of a warehouse. It commits nothing, and may run beside
 * the job.
 *
 * <p>The order of the looks is what makes a loss one: the job commits an offset to Kafka when its
 * reading is in a segment or its record is a dead letter, and deletes a segment when its readings
 * are in a commit. So a record before the committed offset that is after that in no dead letter,
 * then in no segment, and then in no commit, is nowhere.
 */
public final class WarehouseAudit {
  private static final Duration FIND_TIMEOUT = Duration.ofMinutes(10);

  /** Before the first commit nothing is lost for certain, and there may be a day of records. */
  private static final long FIND_BEFORE_FIRST_COMMIT = 10_000;

  private final SourceTopic topic;
  private final RecordFinder finder;
  private final Map<Integer, Place> places;
  private final OffsetSet deadLetters;
  private final Map<Integer, Long> forgotten;
  private final OffsetSet unmerged;
  private final OffsetGaps commits;

  /** After the commits: what a running job has committed meanwhile is before them. */
  private final Map<Integer, Long> ends;

  private WarehouseAudit(SourceTopic topic, RecordFinder finder, WarehouseCatalog catalog)
      throws IOException {
    this.topic = topic;
    this.finder = finder;
    this.places = places(topic);
    this.deadLetters = deadLetters(topic);
    // After the dead letters: what Kafka deletes between the two is taken for deleted.
    this.forgotten = DeletedDeadLetters.mayBeBefore(topic);
    this.unmerged = unmerged(catalog);
    this.commits = OffsetGaps.of(catalog, values(places, Place::beginning));
    this.ends = values(places(topic), Place::end);
  }

  /**
   * Explains what can be explained without Kafka, between the first and the last commit: the
   * readings of open windows.
   *
   * @return one for each partition and kind
   * @throws IOException if the warehouse cannot be read
   */
  public static List<OffsetGap> run(WarehouseCatalog catalog) throws IOException {
    OffsetSet unmerged = unmerged(catalog);
    Map<Integer, SortedGaps> partitions = new TreeMap<>();
    for (OffsetGap gap : OffsetGaps.find(catalog)) {
      SortedGaps sorted = partitions.computeIfAbsent(gap.partition(), SortedGaps::new);
      sorted.begin(gap.offsets(), gap.missing());
      sorted.take(GapKind.OPEN_WINDOW, unmerged.of(gap.partition()));
      sorted.takeRest(GapKind.UNEXPLAINED);
    }

    return partitions.values().stream().flatMap(sorted -> sorted.gaps().stream()).toList();
  }

  /**
   * Explains the offsets of a topic, from its beginning or the first commit to its end.
   *
   * @return one for each partition and kind
   * @throws IOException if the warehouse cannot be read
   * @throws KafkaUnavailableException if Kafka does not answer or refuses
   * @throws IllegalArgumentException if the group has no offset in the topic
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
    // Without a place: the topic was made again, with fewer partitions.
    Place place = places.getOrDefault(partition, new Place(0, 0, 0, 0, false));
    OffsetSpan committed = commits.committed().get(partition);
    Roaring64Bitmap before =
        RecordFinder.range(
            place.beginning(),
            committed == null ? place.end() : Math.min(committed.first(), place.end()));
    sortKnown(sorted, partition, before, before.getLongCardinality());
    sorted.take(
        GapKind.NO_RECORD, find(partition, sorted.left(), FIND_BEFORE_FIRST_COMMIT).empty());
    sorted.takeRest(GapKind.BEFORE_FIRST_COMMIT);
    for (OffsetGap gap : commits.gaps()) {
      if (gap.partition() == partition) {
        sort(sorted, partition, gap.offsets(), gap.missing());
      }
    }

    if (committed != null) {
      Roaring64Bitmap after =
          RecordFinder.range(Math.max(place.beginning(), committed.last() + 1), place.end());
      sort(sorted, partition, after, after.getLongCardinality());
    }

    return sorted.gaps();
  }

  private void sort(SortedGaps sorted, int partition, Roaring64Bitmap offsets, long missing) {
    sortKnown(sorted, partition, offsets, missing);
    Found found = find(partition, sorted.left(), Long.MAX_VALUE);
    sorted.take(GapKind.NO_RECORD, found.empty());
    sorted.take(GapKind.DELETED, found.deleted());
    Roaring64Bitmap untold = found.records().clone();
    untold.and(RecordFinder.range(0, forgotten.getOrDefault(partition, 0L)));
    sorted.take(GapKind.DELETED, untold);
    sorted.take(GapKind.LOSS, found.records());
    if (!sorted.left().isEmpty()) {
      throw new KafkaException(
          "the records did not come within " + FIND_TIMEOUT.toMinutes() + " min");
    }
  }

  /** Sorts what is known without a look at the records. */
  private void sortKnown(SortedGaps sorted, int partition, Roaring64Bitmap offsets, long missing) {
    Place place = places.get(partition);
    long end = ends.getOrDefault(partition, 0L);
    sorted.begin(offsets, missing);
    sorted.take(GapKind.DEAD_LETTER, deadLetters.of(partition));
    sorted.take(GapKind.OPEN_WINDOW, unmerged.of(partition));
    if (place != null) {
      sorted.take(GapKind.OPEN_WINDOW, RecordFinder.range(place.committed(), end));
      sorted.take(GapKind.DELETED, RecordFinder.range(0, place.beginning()));
    }

    if (!offsets.isEmpty()) {
      // The topic was made again: an offset beyond its end is of the one that was deleted.
      sorted.take(GapKind.DELETED, RecordFinder.range(end, offsets.last() + 1));
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

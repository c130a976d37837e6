package io.pfss.pipeline.warehouse;

import io.pfss.models.text.Message;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.NamedFolder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Where things are in a warehouse.
 *
 * <pre>
 * dt=2026-11-24/hour=11/heat-&lt;window&gt;-&lt;hash&gt;.parquet   final, complete files
 * data/event_time_hour=2026-11-24-11/…                      the same, of an Iceberg table
 * metadata/…                                              Iceberg's own
 * _segments/&lt;window&gt;-&lt;hash&gt;.seg                          durable, not merged yet
 * _segments/&lt;window&gt;/&lt;hash&gt;.seg                          the same, of former versions
 * _tmp/&lt;uuid&gt;                                            being written; never read
 * </pre>
 *
 * <p>Readers of Parquet folders pass over names that start with an underscore.
 */
final class WarehouseLayout {
  private static final Pattern FORMER = Pattern.compile("\\d{8}T\\d{6}Z-\\d{8}T\\d{6}Z-s\\d+");
  private static final String SEGMENTS = "_segments";
  private static final String TEMPORARY = "_tmp";
  private static final String PREFIX = "heat-";
  private static final String PARQUET = ".parquet";
  private static final String SEGMENT = ".seg";

  private final ResourceId root;

  WarehouseLayout(ResourceId root) {
    this.root = root;
  }

  /** A new name for a file that is being written. */
  ResourceId temporary() {
    return file(temporaries(), UUID.randomUUID().toString());
  }

  /** The folder of all that is being written. */
  ResourceId temporaries() {
    return folder(root, TEMPORARY);
  }

  ResourceId segment(WindowShard window, String hash) {
    return file(segments(), window.directoryName() + "-" + hash + SEGMENT);
  }

  /** The folder of all segments. */
  ResourceId segments() {
    return folder(root, SEGMENTS);
  }

  /** A folder in {@link #segments}, as former versions made one for each window. */
  ResourceId formerSegments(ResourceId entry) {
    return folder(segments(), NamedFolder.lastNameOf(entry));
  }

  static boolean isFormerSegments(ResourceId entry) {
    return FORMER.matcher(NamedFolder.lastNameOf(entry)).matches();
  }

  ResourceId parquet(WindowShard window, String hash) {
    return file(hour(window), PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  /** A file of the Iceberg table; its readers go by the catalog, and the name is for people. */
  ResourceId tableParquet(WindowShard window, String partition, String hash) {
    ResourceId data = folder(root, "data");
    // HDFS refuses what is encoded in a partition's name, such as a colon.
    return file(
        partition.isEmpty() ? data : folder(data, partition.replace('%', '_')),
        PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  static boolean isSegment(ResourceId file) {
    return file.getFilename().endsWith(SEGMENT);
  }

  /** Whether a file in the folder of an hour is a final one. */
  static boolean isParquet(ResourceId file) {
    return file.getFilename().startsWith(PREFIX) && file.getFilename().endsWith(PARQUET);
  }

  /** The window that a segment's name tells, or of a former version its folder's. */
  static WindowShard windowOfSegment(ResourceId segment) {
    String name = segment.getFilename();
    int end = name.lastIndexOf('-');
    return WindowShard.parse(
        end < 0 ? NamedFolder.lastNameOf(segment.getCurrentDirectory()) : name.substring(0, end));
  }

  /** The window that a final file's name tells. */
  static WindowShard windowOfParquet(ResourceId parquet) {
    String name = parquet.getFilename();
    return WindowShard.parse(name.substring(PREFIX.length(), name.lastIndexOf('-')));
  }

  /** The folder of a window's hour, without a catalog. */
  ResourceId hour(WindowShard window) {
    ZonedDateTime start = Instant.ofEpochMilli(window.startMillis()).atZone(ZoneOffset.UTC);
    ResourceId day = folder(root, "dt=" + start.toLocalDate());
    return folder(day, Message.of("hour=%02d", start.getHour()));
  }

  private static ResourceId folder(ResourceId parent, String name) {
    return parent.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY);
  }

  private static ResourceId file(ResourceId parent, String name) {
    return parent.resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }
}

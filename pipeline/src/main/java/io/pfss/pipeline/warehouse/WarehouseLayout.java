// SPDX-License-Identifier: Apache-2.0
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
 * The names of the files and folders in a warehouse.
 *
 * <pre>
 * dt=2026-11-24/hour=11/heat-&lt;window&gt;-&lt;hash&gt;.parquet   final, complete files
 * data/event_time_hour=2026-11-24-11/…                      the same in an Iceberg table
 * metadata/…                                              metadata of Iceberg
 * _segments/&lt;window&gt;-&lt;hash&gt;.seg                          durable, not merged yet
 * _segments/&lt;window&gt;/&lt;hash&gt;.seg                          the same of former versions
 * _tmp/&lt;uuid&gt;                                            being written; never read
 * </pre>
 *
 * <p>Readers of Parquet folders ignore names that start with an underscore.
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

  /** Returns a new name for a file that is being written. */
  ResourceId temporary() {
    return file(temporaries(), UUID.randomUUID().toString());
  }

  /** Returns the folder of files that are being written. */
  ResourceId temporaries() {
    return folder(root, TEMPORARY);
  }

  ResourceId segment(WindowShard window, String hash) {
    return file(segments(), window.directoryName() + "-" + hash + SEGMENT);
  }

  /** Returns the folder of all segments. */
  ResourceId segments() {
    return folder(root, SEGMENTS);
  }

  /** Returns a folder in {@link #segments}; former versions had one for each window. */
  ResourceId formerSegments(ResourceId entry) {
    return folder(segments(), NamedFolder.lastNameOf(entry));
  }

  static boolean isFormerSegments(ResourceId entry) {
    return FORMER.matcher(NamedFolder.lastNameOf(entry)).matches();
  }

  ResourceId parquet(WindowShard window, String hash) {
    return file(hour(window), PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  /**
   * Returns the name of a file of the Iceberg table; it is for people, as readers use the catalog.
   */
  ResourceId tableParquet(WindowShard window, String partition, String hash) {
    ResourceId data = folder(root, "data");
    // HDFS refuses characters that are encoded in a partition's name, such as a colon.
    return file(
        partition.isEmpty() ? data : folder(data, partition.replace('%', '_')),
        PREFIX + window.directoryName() + "-" + hash + PARQUET);
  }

  static boolean isSegment(ResourceId file) {
    return file.getFilename().endsWith(SEGMENT);
  }

  /** Whether a file in the folder of an hour is a final file. */
  static boolean isParquet(ResourceId file) {
    return file.getFilename().startsWith(PREFIX) && file.getFilename().endsWith(PARQUET);
  }

  /** Returns the window in a segment's name, or for former versions in its folder's name. */
  static WindowShard windowOfSegment(ResourceId segment) {
    String name = segment.getFilename();
    int end = name.lastIndexOf('-');
    return WindowShard.parse(
        end < 0 ? NamedFolder.lastNameOf(segment.getCurrentDirectory()) : name.substring(0, end));
  }

  /** Returns the window in a final file's name. */
  static WindowShard windowOfParquet(ResourceId parquet) {
    String name = parquet.getFilename();
    return WindowShard.parse(name.substring(PREFIX.length(), name.lastIndexOf('-')));
  }

  /** Returns the folder of a window's hour, in a warehouse without a catalog. */
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

// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.warehouse.WarehouseTarget.Part;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.hadoop.ParquetWriter;

/** Writes the readings of one window to one file per part. */
final class PartWriters implements AutoCloseable {
  private final WarehouseLayout layout;
  private final ReadingSchema schema;
  private final Map<Object, Open> open = new LinkedHashMap<>();

  PartWriters(WarehouseLayout layout, ReadingSchema schema) {
    this.layout = layout;
    this.schema = schema;
  }

  void write(Object part, ReceivedReading reading) throws IOException {
    Open file = open.get(part);
    if (file == null) {
      ResourceId temporary = layout.temporary();
      file = new Open(temporary, ReadingParquetWriter.open(temporary, schema));
      open.put(part, file);
    }

    file.writer().write(reading);
  }

  /** Completes the files and returns them. */
  List<Part> complete() throws IOException {
    close();
    return open.entrySet().stream()
        .map(file -> new Part(file.getValue().file(), file.getKey()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    for (Open file : open.values()) {
      file.writer().close();
    }
  }

  private record Open(ResourceId file, ParquetWriter<ReceivedReading> writer) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.element.ScoredReading;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/**
 * The files of scores that a bundle writes: one per hour of event time. A file is completed when it
 * is large or too many are open; later scores of the hour are written to a new file.
 */
final class ScoreFiles implements Closeable {
  private static final int MAX_OPEN = 16;
  private static final long MAX_BYTES = 128L << 20;

  /** Each open file buffers a row group in memory. */
  private static final int ROW_GROUP_BYTES = 16 << 20;

  private final Table table;
  private final String model;
  private final Record row = GenericRecord.create(ScoreTable.SCHEMA);
  private final List<DataFile> complete = new ArrayList<>();

  /** Open files by hour, the least recently written first. */
  private final Map<Integer, DataWriter<Record>> open = new LinkedHashMap<>(MAX_OPEN, 0.75f, true);

  /** Creates files for the scores of a model, given by its {@link ModelDescription#id}. */
  ScoreFiles(Table table, String model) {
    this.table = table;
    this.model = model;
    row.setField(ScoreTable.MODEL, model);
  }

  void write(ScoredReading scored) throws IOException {
    long eventMillis = scored.received().reading().eventTimeMillis();
    int hour = (int) Math.floorDiv(eventMillis, TimeUnit.HOURS.toMillis(1));
    DataWriter<Record> file = open.get(hour);
    if (file == null) {
      file = open(hour);
    }

    file.write(row(scored));
    if (file.length() >= MAX_BYTES) {
      complete(hour);
    }
  }

  /** Completes all files and returns them. They are not committed yet. */
  List<DataFile> complete() throws IOException {
    for (int hour : List.copyOf(open.keySet())) {
      complete(hour);
    }

    return complete;
  }

  /** Closes the files that a failed bundle left open. They are never committed. */
  @Override
  public void close() throws IOException {
    for (DataWriter<Record> file : open.values()) {
      file.close();
    }

    open.clear();
  }

  private DataWriter<Record> open(int hour) throws IOException {
    if (open.size() == MAX_OPEN) {
      complete(open.keySet().iterator().next());
    }

    PartitionData partition = new PartitionData(table.spec().partitionType());
    partition.set(0, model);
    partition.set(1, hour);
    // Iceberg encodes the '@', which Beam's Hadoop file system would decode.
    String folder =
        URLDecoder.decode(table.spec().partitionToPath(partition), StandardCharsets.UTF_8);
    String location =
        table.locationProvider().newDataLocation(folder + "/" + UUID.randomUUID() + ".parquet");
    DataWriter<Record> file =
        Parquet.writeData(table.io().newOutputFile(location))
            .forTable(table)
            .withPartition(partition)
            .set(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(ROW_GROUP_BYTES))
            .createWriterFunc(InternalWriter::createWriter)
            .build();
    open.put(hour, file);
    return file;
  }

  private void complete(int hour) throws IOException {
    DataWriter<Record> file = open.remove(hour);
    file.close();
    DataFile written = file.toDataFile();
    // Hadoop names local files differently from all other files of the warehouse.
    complete.add(
        DataFiles.builder(table.spec())
            .copy(written)
            .withPath(TableLocation.of(written.location()))
            .build());
  }

  private Record row(ScoredReading scored) {
    HeatReading reading = scored.received().reading();
    SohScore score = scored.score();
    row.setField(ScoreTable.SENSOR_ID, reading.sensorId());
    row.setField(ScoreTable.EVENT_TIME, TimeUnit.MILLISECONDS.toMicros(reading.eventTimeMillis()));
    row.setField(ScoreTable.TEMPERATURE, orNull(score.temperature()));
    row.setField(ScoreTable.PF, orNull(score.powerFactors().average()));
    row.setField(ScoreTable.R_PF, orNull(score.powerFactors().r()));
    row.setField(ScoreTable.S_PF, orNull(score.powerFactors().s()));
    row.setField(ScoreTable.T_PF, orNull(score.powerFactors().t()));
    row.setField(ScoreTable.STATE, score.state().map(SohState::ordinal).orElse(null));
    for (SohState state : SohState.ALL) {
      row.setField(
          ScoreTable.PROBABILITIES.get(state.ordinal()),
          score.state().isPresent() ? orNull(score.probability(state)) : null);
    }

    row.setField(ScoreTable.KAFKA_PARTITION, scored.received().position().partition());
    row.setField(ScoreTable.KAFKA_OFFSET, scored.received().position().offset());
    return row;
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : Double.valueOf(value);
  }
}

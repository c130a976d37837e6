// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares the outlooks of the stream with those that follow from the rows of the warehouse, as the
 * training reads them: in the order of partition and offset.
 */
final class OutlookAudit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TOLERANCE = 1e-6;

  private OutlookAudit() {}

  /** Checks that each facility has an outlook for each of its minutes that are over. */
  static void check(
      List<GenericRecord> rows, String modelFolder, List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException, InvalidModelException {
    RiskModel model = ModelStore.loadRisk(ModelStore.localFolder(Path.of(modelFolder)));
    Map<String, double[]> expected = expected(rows, model);
    Map<String, double[]> published = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      JsonNode json = JSON.readTree(record.value());
      published.put(
          json.get("sensor_id").asLong()
              + "@"
              + Math.round(json.get("timestamp").asDouble() * 1000),
          new double[] {json.get("pf_hour").asDouble(), number(json.get("risk_60m"))});
    }

    assertThat(published.keySet()).isEqualTo(expected.keySet());
    assertThat(expected.values()).as("with a risk").anyMatch(each -> !Double.isNaN(each[1]));
    expected.forEach(
        (key, values) ->
            assertThat(published.get(key)).as(key).containsExactly(values, within(TOLERANCE)));
  }

  /** Returns the power factor of the hour and the risk, by sensor and end of the minute. */
  private static Map<String, double[]> expected(List<GenericRecord> rows, RiskModel model) {
    List<GenericRecord> ordered = new ArrayList<>(rows);
    ordered.sort(
        Comparator.<GenericRecord>comparingInt(row -> TablePositions.position(row).partition())
            .thenComparingLong(row -> TablePositions.position(row).offset()));
    Map<Long, FacilityState> states = new HashMap<>();
    Map<String, double[]> expected = new HashMap<>();
    for (GenericRecord row : ordered) {
      HeatReading reading = reading(row);
      long timeMillis = Math.min(reading.eventTimeMillis(), SinkAudit.millis(row, "ingest_time"));
      MinuteSums sums = MinuteSums.of(reading, timeMillis);
      FacilityState state = states.computeIfAbsent(reading.sensorId(), any -> new FacilityState());
      if (state.minute() != Long.MIN_VALUE && sums.minute() > state.minute()) {
        double risk =
            state.isAbove(model.limit())
                ? model.probability(state.inputs(model.timeZone()))
                : Double.NaN;
        expected.put(
            reading.sensorId() + "@" + (state.minute() + 1) * 60_000,
            new double[] {state.powerFactorOfHour(), risk});
      }

      state.add(sums, model.timeZone());
    }

    return expected;
  }

  private static HeatReading reading(GenericRecord row) {
    HeatReading.Builder reading =
        HeatReading.builder((Long) row.get("sensor_id"), SinkAudit.millis(row, "event_time"));
    for (Measure measure : Measure.ALL) {
      if (row.get(measure.column()) != null) {
        reading.set(measure, (Double) row.get(measure.column()));
      }
    }

    return reading.build();
  }

  private static double number(JsonNode json) {
    return json.isNull() ? Double.NaN : json.asDouble();
  }
}

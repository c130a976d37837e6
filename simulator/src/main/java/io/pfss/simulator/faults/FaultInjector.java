// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.faults;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults into readings at given rates. The same seed gives the same faults. Not
 * thread-safe.
 */
public final class FaultInjector {
  private static final long MIN_DELAY_MILLIS = Duration.ofMinutes(2).toMillis();
  private static final long MAX_DELAY_MILLIS = Duration.ofMinutes(30).toMillis();
  private static final long IMPOSSIBLE_LEAD_MILLIS = Duration.ofDays(2).toMillis();

  private final FaultRates rates;
  private final SplittableRandom random;
  private final Map<Long, Sent> held = new HashMap<>();

  /** Creates an injector with its own random numbers. */
  public FaultInjector(FaultRates rates, long seed) {
    this.rates = rates;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Returns the records to send for a reading: none while it is held back, otherwise one or more.
   */
  public List<Sent> inject(HeatReading reading) {
    List<Sent> out = new ArrayList<>(2);
    Fault fault = draw();
    Sent sent = new Sent(reading.sensorId(), value(reading, fault), fault);
    Sent earlier = held.remove(reading.sensorId());
    if (fault == Fault.OUT_OF_ORDER && earlier == null) {
      held.put(reading.sensorId(), sent);
      return out;
    }

    out.add(sent);
    if (fault == Fault.DUPLICATE) {
      out.add(sent);
    }

    if (earlier != null) {
      out.add(earlier);
    }

    return out;
  }

  /** Returns the records that are still held back, at the end. */
  public List<Sent> release() {
    List<Sent> out = List.copyOf(held.values());
    held.clear();
    return out;
  }

  private @Nullable Fault draw() {
    double drawn = random.nextDouble();
    for (Fault fault : Fault.values()) {
      drawn -= rates.of(fault);
      if (drawn < 0) {
        return fault;
      }
    }

    return null;
  }

  private byte[] value(HeatReading reading, @Nullable Fault fault) {
    if (fault == null) {
      return HeatJson.write(reading);
    }

    return switch (fault) {
      case DUPLICATE, OUT_OF_ORDER -> HeatJson.write(reading);
      case LATE ->
          HeatJson.write(
              reading.at(
                  reading.eventTimeMillis() - random.nextLong(MIN_DELAY_MILLIS, MAX_DELAY_MILLIS)));
      case NULL -> withNulls(reading);
      case MALFORMED -> malformed(HeatJson.write(reading));
      case IMPOSSIBLE -> impossible(reading);
    };
  }

  private byte[] withNulls(HeatReading reading) {
    String json = text(HeatJson.write(reading));
    int lost = 1 + random.nextInt(3);
    for (int i = 0; i < lost; i++) {
      Measure measure = Measure.ALL.get(random.nextInt(Measure.ALL.size()));
      json = json.replaceFirst(field(measure) + "[^,}]*", field(measure) + "null");
    }

    return bytes(json);
  }

  private byte[] malformed(byte[] json) {
    String text = text(json);
    return switch (random.nextInt(5)) {
      case 0 -> bytes(text.substring(0, random.nextInt(1, text.length())));
      case 1 -> bytes(text.replace("\"" + HeatJson.SENSOR_ID + "\"", "\"id\""));
      case 2 -> bytes(text.replace("\"" + HeatJson.TIMESTAMP + "\"", "\"time\""));
      case 3 -> bytes(text.replaceFirst("\"sensor_id\":[^,}]*", "\"sensor_id\":\"unknown\""));
      default -> new byte[] {'{', '"', (byte) 0xc3, 0x28, (byte) random.nextInt(256)};
    };
  }

  private byte[] impossible(HeatReading reading) {
    if (random.nextInt(4) == 0) {
      return HeatJson.write(reading.at(reading.eventTimeMillis() + IMPOSSIBLE_LEAD_MILLIS));
    }

    Measure measure = Measure.ALL.get(random.nextInt(Measure.ALL.size()));
    String value = List.of("NaN", "Infinity", "-Infinity", "1e999").get(random.nextInt(4));
    // Of two fields with the same name, the last counts.
    return bytes(
        text(HeatJson.write(reading)).replaceFirst("}$", "," + field(measure) + value + "}"));
  }

  private static String field(Measure measure) {
    return "\"" + measure.jsonName() + "\":";
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

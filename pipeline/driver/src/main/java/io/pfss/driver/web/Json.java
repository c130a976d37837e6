package io.pfss.driver.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.reading.HeatJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Answers in JSON. */
final class Json {
  private static final String TYPE = "application/json";
  private static final int DECIMALS = 4;

  private Json() {}

  /** An object with what is written, and {@code influx}: true. */
  static WebResponse response(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = HeatJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeBooleanField("influx", true);
      content.write(json);
      json.writeEndObject();
    }

    return new WebResponse(200, TYPE, bytes.toByteArray());
  }

  /** The answer where no InfluxDB is there to be asked. */
  static WebResponse withoutInflux() {
    return WebResponse.text(TYPE, "{\"influx\":false}");
  }

  /** Writes a field; null where there is no number. */
  static void writeNumber(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    writeNumber(json, value);
  }

  /** Writes a number with at most four decimals; null where there is none. */
  static void writeNumber(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN));
    } else {
      json.writeNull();
    }
  }

  /** Writes fields. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

/** Why a record became a dead letter; operators filter {@code heat_dlq} by it. */
public enum ErrorCode {
  /** The bytes are not one JSON object in UTF-8. */
  MALFORMED,
  /** JSON, but not a reading: a missing sensor_id or timestamp, or a value of the wrong type. */
  SCHEMA,
  /** A reading with an impossible value: not finite, or a timestamp outside the accepted range. */
  OUT_OF_RANGE,
  /** The model could not score the reading. */
  MODEL,
  /** A sink rejected the record permanently. */
  SINK
}

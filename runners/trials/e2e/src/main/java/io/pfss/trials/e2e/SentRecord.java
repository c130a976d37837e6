// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.SourceOffset;
import java.util.Optional;

/**
 * A record that Kafka has acknowledged.
 *
 * @param position its partition and offset in topic {@code heat}
 * @param value its bytes
 * @param reading the reading; empty if the bytes are not a valid one
 */
public record SentRecord(SourceOffset position, byte[] value, Optional<HeatReading> reading) {}

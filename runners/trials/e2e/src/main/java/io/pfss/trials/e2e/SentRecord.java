package io.pfss.trials.e2e;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.SourceOffset;
import java.util.Optional;

/**
 * A record that Kafka has acknowledged.
 *
 * @param position in topic {@code heat}
 * @param value its bytes
 * @param reading what they say; empty if they are no valid reading
 */
public record SentRecord(SourceOffset position, byte[] value, Optional<HeatReading> reading) {}

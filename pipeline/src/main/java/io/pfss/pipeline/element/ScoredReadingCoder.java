// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a {@link ScoredReading}. It does not write power factors and temperature, which the
 * decoder calculates from the reading.
 */
public final class ScoredReadingCoder extends AtomicCoder<ScoredReading> {
  private static final ScoredReadingCoder INSTANCE = new ScoredReadingCoder();
  private static final ReceivedReadingCoder RECEIVED = ReceivedReadingCoder.of();
  private static final Encoding<SohState> STATE = Encoding.ofOneOf(SohState.ALL);

  private ScoredReadingCoder() {}

  /** Returns the coder, which has no state. */
  public static ScoredReadingCoder of() {
    return INSTANCE;
  }

  /** Returns the provider that {@link org.apache.beam.sdk.coders.DefaultCoder} needs. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(ScoredReading.class), INSTANCE);
  }

  @Override
  public void encode(ScoredReading value, OutputStream out) throws IOException {
    RECEIVED.encode(value.received(), out);
    Encoding.TEXT.writer().write(value.model(), out);
    DataOutputStream data = new DataOutputStream(out);
    data.writeBoolean(value.outlook().isKnown());
    if (value.outlook().isKnown()) {
      data.writeDouble(value.outlook().risk());
      data.writeDouble(value.outlook().kvarTo90());
      data.writeBoolean(value.outlook().isStopped());
      data.writeLong(value.outlook().atMillis());
    }

    Optional<SohState> predicted = value.score().state();
    data.writeBoolean(predicted.isPresent());
    if (predicted.isPresent()) {
      STATE.writer().write(predicted.get(), out);
      for (SohState state : SohState.ALL) {
        data.writeDouble(value.score().probability(state));
      }
    }
  }

  @Override
  public ScoredReading decode(InputStream in) throws IOException {
    ReceivedReading received = RECEIVED.decode(in);
    String model = Encoding.TEXT.reader().read(in);
    DataInputStream data = new DataInputStream(in);
    LatestOutlook outlook = LatestOutlook.UNKNOWN;
    if (data.readBoolean()) {
      outlook =
          new LatestOutlook(
              data.readDouble(), data.readDouble(), data.readBoolean(), data.readLong());
      if (!outlook.isKnown()) {
        throw new CoderException("An outlook without a time");
      }
    }

    double temperature = received.reading().value(Measure.TEMPERATURE);
    PowerFactors powerFactors = PowerFactors.of(received.reading());
    if (!data.readBoolean()) {
      return new ScoredReading(
          received, SohScore.withoutState(temperature, powerFactors), model, outlook);
    }

    SohState predicted = STATE.reader().read(in);
    double[] probabilities = new double[SohState.ALL.size()];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = data.readDouble();
    }

    return new ScoredReading(
        received, SohScore.of(temperature, powerFactors, predicted, probabilities), model, outlook);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.soh.GoldenRisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up minutes for {@code golden.jsonl}: the power factor wanders; some minutes are missing,
 * some come late, and some come in two parts. The same for every model.
 */
final class GoldenMinutes {
  private static final int SEQUENCES = 20;
  private static final long FROM = Instant.parse("2026-01-05T00:00:00Z").getEpochSecond() / 60;

  private GoldenMinutes() {}

  /** The sequences; their probabilities are not known yet. */
  static List<GoldenRisk> all() {
    List<GoldenRisk> all = new ArrayList<>();
    for (int i = 0; i < SEQUENCES; i++) {
      // Every fourth one is of quarters of an hour, for three days: the usual half hours are known.
      all.add(
          i % 4 == 3
              ? sequence(new SplittableRandom(i), 15, 288)
              : sequence(new SplittableRandom(i), 1, 40 + 20 * i));
    }

    return all;
  }

  private static GoldenRisk sequence(SplittableRandom random, int step, int count) {
    List<double[]> minutes = new ArrayList<>();
    List<double[]> late = new ArrayList<>();
    long minute = FROM + random.nextInt(7 * 1440);
    double powerFactor = random.nextDouble(0.3, 1);
    for (int i = 0; i < count; i++) {
      minute += random.nextInt(50) == 0 ? step * random.nextInt(2, 60) : step;
      powerFactor = Math.min(1, Math.max(0.2, powerFactor + random.nextDouble(-0.1, 0.1)));
      double apparent = Math.rint(random.nextDouble(5_000, 50_000));
      double active = Math.rint(apparent * powerFactor);
      double reactive = Math.rint(Math.sqrt(apparent * apparent - active * active));
      double[] sums = {minute, 1, active, reactive};
      switch (random.nextInt(20)) {
        case 0 -> late.add(sums);
        case 1 -> {
          minutes.add(sums);
          minutes.add(sums.clone());
        }
        default -> minutes.add(sums);
      }

      if (random.nextInt(10) == 0) {
        minutes.addAll(late);
        late.clear();
      }
    }

    return new GoldenRisk("Asia/Seoul", minutes, 0);
  }
}

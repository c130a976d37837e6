// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.simulator.send.Simulator;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Measures how fast a contestant recovers after a kill and an immediate restart at a steady rate:
 * the time until its first score, and until it has caught up, that is, until it scores a reading of
 * each partition within 2 s of its timestamp. Then counts what was lost and what came twice.
 *
 * @param warmUp the time from the first score to the kill
 */
record RestartTrial(Contestant contestant, Bench bench, Duration warmUp) {
  private static final long MAX_LATENCY_MILLIS = 2000;
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** Runs the contestant and the sensors and adds the measured values to {@code result}. */
  void run(Simulator sensors, ObjectNode result)
      throws IOException, InterruptedException, InvalidReadingException {
    try (ScoreTail scores = new ScoreTail(bench);
        Sinks sinks = new Sinks(contestant, bench)) {
      sensors.start();
      long killedNanos;
      try (ChildProcess process = contestant.start(bench, Load.KILL)) {
        scores.await(process);
        long end = System.nanoTime() + warmUp.toNanos();
        while (System.nanoTime() < end) {
          process.check();
          scores.poll();
        }

        awaitCaughtUp(process, scores);
        process.kill();
        killedNanos = System.nanoTime();
      }

      while (!scores.poll().isEmpty()) {
        // Skips the scores from before the kill.
      }

      try (ChildProcess process = contestant.start(bench, Load.KILL)) {
        scores.await(process);
        result.put("seconds_to_first_score", secondsSince(killedNanos));
        awaitCaughtUp(process, scores);
        result.put("seconds_to_caught_up", secondsSince(killedNanos));
        sensors.stop();
        new LossCount(contestant, bench).addTo(result, sinks, process);
      }
    }
  }

  private void awaitCaughtUp(ChildProcess process, ScoreTail scores) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    Set<Integer> caughtUp = new HashSet<>();
    while (caughtUp.size() < Sinks.PARTITIONS) {
      process.check();
      if (System.nanoTime() > deadline) {
        throw new IOException(contestant.label() + " did not catch up within " + TIMEOUT);
      }

      for (ConsumerRecord<byte[], byte[]> score : scores.poll()) {
        if (ScoreTail.latencyMillis(score) <= MAX_LATENCY_MILLIS) {
          caughtUp.add(score.partition());
        } else {
          caughtUp.remove(score.partition());
        }
      }
    }
  }

  private static double secondsSince(long nanos) {
    return BacklogTrial.round((System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1));
  }
}

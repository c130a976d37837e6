// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import io.pfss.trials.e2e.Audit;
import io.pfss.trials.e2e.ReadingSender;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends readings at a steady rate, through failures of brokers, and reports them to an audit. */
final class SteadySender implements AutoCloseable {
  private final ReadingSender sender;
  private final int rate;
  private final Thread thread = new Thread(this::run, "sensors");
  private volatile boolean stopped;
  private volatile long aheadMillis;

  /**
   * Creates a sender that has not started.
   *
   * @param firstSensor the id of the first sensor
   * @param rate the rate of valid readings, per s
   */
  SteadySender(String bootstrapServers, String topic, long firstSensor, int rate, Audit audit) {
    this.sender = new ReadingSender(bootstrapServers, topic, firstSensor, audit::sent);
    this.rate = rate;
  }

  /** Starts to send. */
  void start() {
    thread.start();
  }

  /** Shifts the clock of one sensor from now on; a negative value sets it back. */
  void shiftOneClock(Duration ahead) {
    aheadMillis = ahead.toMillis();
  }

  ReadingSender sender() {
    return sender;
  }

  /** Stops, and waits until Kafka has acknowledged or rejected all records. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    sender.flush();
  }

  @Override
  public void close() {
    stopped = true;
    sender.close();
  }

  private void run() {
    long startNanos = System.nanoTime();
    long startMillis = System.currentTimeMillis();
    for (long number = 0; !stopped; number++) {
      long due = startNanos + number * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < due && !stopped) {
        LockSupport.parkNanos(due - System.nanoTime());
      }

      long timeMillis = startMillis + number * TimeUnit.SECONDS.toMillis(1) / rate;
      sender.send(number, timeMillis + (number % ReadingSender.SENSORS == 0 ? aheadMillis : 0));
    }
  }
}

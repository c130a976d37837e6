// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.Path;

/** A point at which a process dies, as by kill -9: before or after a step on a kind of file. */
final class CrashPoint {
  /** System property: the point at which the process dies. */
  static final String POINT = "crash.point";

  /** System property: how often the process passes the point before it dies there. */
  static final String PASSES = "crash.passes";

  static final int STATUS = 137;

  private static final String ARMED = System.getProperty(POINT, "");
  private static final AtomicInteger PASSES_LEFT = new AtomicInteger(Integer.getInteger(PASSES, 0));

  private CrashPoint() {}

  /** Returns a point before and after each step from a reading's arrival to its merge. */
  static List<String> all() {
    List<String> points = new ArrayList<>();
    for (String step :
        List.of(
            "create _tmp",
            "rename _segments",
            "rename data",
            "create metadata",
            "delete _segments")) {
      points.add("before " + step);
      points.add("after " + step);
    }

    return points;
  }

  static void pass(String when, String step, Path path) {
    for (String kind : List.of("_tmp", "_segments", "data", "metadata")) {
      String point = when + " " + step + " " + kind;
      if (path.toUri().getPath().contains("/" + kind + "/")
          && point.equals(ARMED)
          && PASSES_LEFT.getAndDecrement() == 0) {
        System.out.println("CRASH " + point);
        System.out.flush();
        Runtime.getRuntime().halt(STATUS);
      }
    }
  }
}

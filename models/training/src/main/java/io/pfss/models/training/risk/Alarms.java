// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What alarms at a budget of false ones give. The threshold is the lowest one at which no more
 * false alarms are raised than the budget allows; it is chosen on the measured rows, for every
 * scorer in the same way.
 *
 * <p>An alarm that is raised and that the limit does not follow within the horizon is false; if the
 * score is still above the threshold then, another alarm is raised. So an alarm that is on all day
 * is 24 false ones. An onset is the minute in which the limit is reached. It counts if a facility
 * had a row 5 minutes or more before it.
 *
 * @param threshold of the score; {@code NaN} if each one raises too many false alarms
 * @param onsets how many there are
 * @param predicted how many have an alarm at least {@value #LEAST_LEAD_MINUTES} minutes before
 * @param predictedShare their share
 * @param beyondProfile how many of them the usual half hour of the facility does not predict at the
 *     same budget
 * @param medianLead minutes from the first alarm within the horizon to the limit, median of the
 *     predicted onsets; {@code NaN} if there are none
 * @param timeShare the share of the rows that are in alarm
 * @param falseADay false alarms for each day of a facility that was measured
 */
public record Alarms(
    double threshold,
    int onsets,
    int predicted,
    Interval predictedShare,
    int beyondProfile,
    double medianLead,
    double timeShare,
    double falseADay) {
  static final int LEAST_LEAD_MINUTES = 5;
  private static final int CANDIDATES = 200;
  private static final double DAY_MINUTES = 1440;

  /** The limit that a facility reaches in a minute. */
  record Onset(long facility, long minute) {
    private static Onset of(RiskRow row) {
      return new Onset(row.facility(), row.limitMinute());
    }
  }

  /** Alarms before their figures: which onsets they predict, and how long before. */
  record Raised(double threshold, Map<Onset, Integer> leads, int falseAlarms, int rows) {}

  /**
   * Raises alarms.
   *
   * @param rows of all facilities, those of one in the order of time
   * @param budget of false alarms for each day of a facility
   */
  static Raised raise(List<RiskRow> rows, double[] scores, double budget) {
    double days = days(rows);
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    Raised best = new Raised(Double.NaN, Map.of(), 0, 0);
    for (int i = 1; i <= CANDIDATES; i++) {
      double share = (double) i / CANDIDATES;
      // Finer where scores are high.
      double threshold = sorted[(int) ((sorted.length - 1) * (1 - share * share))];
      Raised one = raiseAt(rows, scores, threshold);
      if (one.falseAlarms > budget * days) {
        break;
      }

      best = one;
    }

    return best;
  }

  /** Raises an alarm where a score is at a threshold or above it. */
  static Raised raiseAt(List<RiskRow> rows, double[] scores, double threshold) {
    Map<Onset, Integer> leads = new HashMap<>();
    Map<Long, Long> ends = new HashMap<>();
    int falseAlarms = 0;
    int inAlarm = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < threshold) {
        continue;
      }

      RiskRow row = rows.get(i);
      inAlarm++;
      if (row.minutesToLimit() >= LEAST_LEAD_MINUTES) {
        leads.merge(Onset.of(row), row.minutesToLimit(), Math::max);
      }

      if (row.minute() >= ends.getOrDefault(row.facility(), Long.MIN_VALUE)) {
        falseAlarms += row.isPositive() ? 0 : 1;
        ends.put(
            row.facility(),
            row.isPositive() ? row.limitMinute() : row.minute() + RiskRows.HORIZON_MINUTES);
      }
    }

    return new Raised(threshold, leads, falseAlarms, inAlarm);
  }

  /**
   * The figures.
   *
   * @param profile alarms of the usual half hour at the same budget
   */
  static Alarms of(List<RiskRow> rows, Raised raised, Raised profile, Blocks blocks) {
    Map<Onset, Integer> onsets = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).minutesToLimit() >= LEAST_LEAD_MINUTES) {
        onsets.put(Onset.of(rows.get(i)), blocks.of(i));
      }
    }

    int[] all = new int[blocks.count()];
    int[] right = new int[blocks.count()];
    onsets.forEach(
        (onset, block) -> {
          all[block]++;
          right[block] += raised.leads.containsKey(onset) ? 1 : 0;
        });
    Set<Onset> beyond = new HashSet<>(raised.leads.keySet());
    beyond.removeAll(profile.leads.keySet());
    int[] leads = raised.leads.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    return new Alarms(
        raised.threshold,
        onsets.size(),
        leads.length,
        Interval.of(
            share(right, all, blocks.all()),
            blocks.samples().stream().mapToDouble(sample -> share(right, all, sample)).toArray()),
        beyond.size(),
        leads.length == 0 ? Double.NaN : leads[leads.length / 2],
        (double) raised.rows / rows.size(),
        raised.falseAlarms / days(rows));
  }

  private static double share(int[] right, int[] all, int[] times) {
    double rights = 0;
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      rights += (double) right[i] * times[i];
      sum += (double) all[i] * times[i];
    }

    return sum == 0 ? Double.NaN : rights / sum;
  }

  /** Returns the time that rows cover, in facility-days: each until the next one. */
  static double days(List<RiskRow> rows) {
    Map<Long, Long> before = new TreeMap<>();
    double minutes = 0;
    for (RiskRow row : rows) {
      Long last = before.put(row.facility(), row.minute());
      minutes +=
          last == null
              ? RiskRows.EVERY_MINUTES
              : Math.min(row.minute() - last, RiskRows.LONGEST_GAP_MINUTES);
    }

    return minutes / DAY_MINUTES;
  }
}

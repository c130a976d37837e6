// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

/** Receives progress updates. */
@FunctionalInterface
public interface Progress {
  /** Discards progress updates. */
  Progress NONE = (done, all) -> {};

  /**
   * Reports progress.
   *
   * @param done the number of finished steps, 0…{@code all}
   * @param all the number of all steps
   */
  void report(int done, int all);
}

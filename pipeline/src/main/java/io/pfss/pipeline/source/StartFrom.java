// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

/** Where a consumer group without committed offsets starts. */
public enum StartFrom {
  /** The oldest record that Kafka still has. */
  EARLIEST,
  /** The records that arrive from now on. */
  LATEST
}

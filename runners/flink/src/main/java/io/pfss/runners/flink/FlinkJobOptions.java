// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.Description;

/** The options of a job on Flink: those of Beam's runner and how the job is stopped. */
public interface FlinkJobOptions extends FlinkPipelineOptions {
  @Description(
      "Folder for the savepoint with which a job is stopped, and which is deleted then: by default in"
          + " the data folder; on a cluster one that all its machines see.")
  String getSavepointFolder();

  void setSavepointFolder(String folder);
}

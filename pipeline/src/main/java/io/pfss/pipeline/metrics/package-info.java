/** What a process counts beside the readings' way, and how it gets into the pipeline's metrics. */
package io.pfss.pipeline.metrics;

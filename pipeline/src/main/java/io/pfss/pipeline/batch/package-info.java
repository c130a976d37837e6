/**
 * Batch pipelines: scoring the readings of the warehouse with another model, and loading history
 * into the warehouse. They use the transforms of the stream.
 */
package io.pfss.pipeline.batch;

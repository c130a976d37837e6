/**
 * What is done with readings that have an end: scoring those of the warehouse with another model,
 * and loading history into it. The transforms are those of the stream.
 */
package io.pfss.pipeline.batch;

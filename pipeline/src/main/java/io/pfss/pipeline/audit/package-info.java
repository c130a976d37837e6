/**
 * Whether the warehouse has every reading: what Kafka, segments and commits say, taken together.
 */
package io.pfss.pipeline.audit;

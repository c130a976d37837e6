/** Checks whether the warehouse has every reading, by comparing Kafka, segments and commits. */
package io.pfss.pipeline.audit;

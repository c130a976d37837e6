/** Creates, reads and writes Kafka topics. */
package io.pfss.pipeline.kafka;

/** Runs a Kafka broker in a separate process. */
package io.pfss.trials.broker;

/** Sends readings to Kafka at a given rate. */
package io.pfss.simulator.send;

/** The command that sends readings of virtual sensors to Kafka. */
package io.pfss.simulator;

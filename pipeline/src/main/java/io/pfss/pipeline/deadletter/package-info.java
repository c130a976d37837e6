/** Reads, counts and replays the dead letters of topic {@code heat_dlq}. */
package io.pfss.pipeline.deadletter;

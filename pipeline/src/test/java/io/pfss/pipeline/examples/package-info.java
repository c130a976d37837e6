/**
 * Pipelines of your own from the transforms in {@link io.pfss.pipeline.io}: copy what you need.
 * {@code ExamplesIT} runs them against a real broker and a real InfluxDB.
 */
package io.pfss.pipeline.examples;

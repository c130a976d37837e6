/**
 * Example pipelines with the transforms of {@link io.pfss.pipeline.io}: copy the parts you need.
 * {@code ExamplesIT} runs them against a real broker and a real InfluxDB.
 */
package io.pfss.pipeline.examples;

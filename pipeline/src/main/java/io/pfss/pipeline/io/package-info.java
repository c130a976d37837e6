/**
 * Transforms of single elements for custom pipelines. Readings may come from any source, and other
 * steps may be in between. Each transform has a separate output for rejected elements. Coders are
 * inferred.
 *
 * <pre>{@code
 * List<PCollection<DeadLetter>> deadLetters = new ArrayList<>();
 * PCollection<ScoredReading> scored =
 *     pipeline
 *         .apply(TextIO.read().from("readings-*.jsonl"))
 *         .apply(MapElements.into(TypeDescriptor.of(RawReading.class)).via(RawReading::of))
 *         .apply(HeatIO.parse())
 *         .failuresTo(deadLetters)
 *         .apply(HeatIO.score("models/heat-forest/3"))
 *         .failuresTo(deadLetters);
 * scored
 *     .apply(InfluxIO.write(InfluxSink.to("http://localhost:8086")))
 *     .failuresTo(deadLetters);
 * PCollectionList.of(deadLetters).apply(Flatten.pCollections());
 * }</pre>
 *
 * <p>The main job, {@link io.pfss.pipeline.PfssPipeline}, moves batches instead. They cost a runner
 * less, and offsets are committed when all sinks have stored the readings.
 */
package io.pfss.pipeline.io;

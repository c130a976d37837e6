/**
 * Transforms of single elements, for pipelines of your own: readings may come from anywhere, and
 * other steps may stand in between. What a step rejects is an output of its own. Coders are
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
 *         .apply(HeatIO.score("models/heat-forest/2"))
 *         .failuresTo(deadLetters);
 * scored
 *     .apply(InfluxIO.write(InfluxSink.to("http://localhost:8086")))
 *     .failuresTo(deadLetters);
 * PCollectionList.of(deadLetters).apply(Flatten.pCollections());
 * }</pre>
 *
 * <p>The main job, {@link io.pfss.pipeline.PfssPipeline}, moves batches instead: they cost a runner
 * less, and offsets are committed when all sinks have them.
 */
package io.pfss.pipeline.io;

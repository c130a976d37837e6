/**
 * The pipeline of the main job, its options and its settings. Start with {@link
 * io.pfss.pipeline.PfssPipeline}.
 */
package io.pfss.pipeline;

package io.pfss.runners.spark;

import io.pfss.pipeline.read.ClaimGate;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;
import scala.Option;

/**
 * Has Spark write the states of streams where {@link FreshCheckpoints} wants them. SparkRunner
 * makes the context and sets one folder for all checkpoints; this is done before the first batch
 * claims anything, and so before the first checkpoint.
 */
public final class StatesFolder implements ClaimGate {
  // Deprecated as all of Spark's DStreams, which SparkRunner is made of.
  @SuppressWarnings("deprecation")
  @Override
  public void await() {
    Option<StreamingContext> active = StreamingContext.getActive();
    if (active.isEmpty()) {
      return;
    }

    SparkContext spark = active.get().sparkContext();
    String folder = spark.getConf().get(FreshCheckpoints.STATES_PROPERTY, "");
    if (!folder.isEmpty() && !spark.getCheckpointDir().exists(now -> now.startsWith(folder))) {
      spark.setCheckpointDir(folder);
    }
  }
}

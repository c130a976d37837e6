package io.pfss.pipeline.warehouse;

import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class FileSplitCoderTest {
  private static final FileSplitCoder CODER = FileSplitCoder.of();
  private static final FileSplit SPLIT = new FileSplit("/a/b=1/c.parquet", 5_000_000_000L, 4, 99);

  @Test
  void decodesWhatItEncodes() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(CODER, SPLIT);
  }

  @Test
  void isDeterministicAndSerializable() throws Exception {
    CoderProperties.coderDeterministic(
        CODER, SPLIT, new FileSplit("/a/b=1/c.parquet", 5_000_000_000L, 4, 99));
    CoderProperties.coderSerializable(CODER);
  }
}

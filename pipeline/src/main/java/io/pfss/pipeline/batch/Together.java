package io.pfss.pipeline.batch;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Gives all elements at once to one worker, for what is made of all of them or not at all: a commit
 * or a report. Without an element nothing is done.
 */
final class Together<T> extends PTransform<PCollection<T>, PDone> {
  private final Use<T> use;

  private Together(Use<T> use) {
    this.use = Objects.requireNonNull(use, "use");
  }

  /** Does this with all elements, perhaps more than once. */
  static <T> Together<T> apply(Use<T> use) {
    return new Together<>(use);
  }

  @Override
  public PDone expand(PCollection<T> elements) {
    elements
        .apply("Together", WithKeys.of(0))
        .apply("Group", GroupByKey.create())
        .apply("Use", ParDo.of(new UseFn<>(use)));
    return PDone.in(elements.getPipeline());
  }

  /** What is done with all elements. */
  @FunctionalInterface
  interface Use<T> extends Serializable {
    void of(Iterable<T> all) throws IOException;
  }

  private static final class UseFn<T> extends DoFn<KV<Integer, Iterable<T>>, Void> {
    private final Use<T> use;

    UseFn(Use<T> use) {
      this.use = use;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<T>> all) throws IOException {
      use.of(all.getValue());
    }
  }
}

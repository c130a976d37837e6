// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Passes all elements to one call on one worker, for a commit or a report. Without elements there
 * is no call.
 */
final class Together {
  private Together() {}

  /** Calls {@code use} with all elements; more than once if a bundle is retried. */
  static <T> PTransform<PCollection<T>, PDone> apply(Use<T> use) {
    return PTransform.compose(
        "Together",
        elements -> {
          elements
              .apply("Together", WithKeys.of(0))
              .apply("Group", GroupByKey.create())
              .apply("Use", ParDo.of(new UseFn<>(use)));
          return PDone.in(elements.getPipeline());
        });
  }

  /** An action on all elements. */
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

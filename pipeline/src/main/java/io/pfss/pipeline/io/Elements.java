// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.DeadLetter;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Splits batches into elements, with the batch's timestamp and window. */
final class Elements<B, T> extends DoFn<B, T> {
  private static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>() {};

  private final SerializableFunction<B, List<T>> elements;
  private final SerializableFunction<B, List<DeadLetter>> deadLetters;
  private final TupleTag<T> tag = new TupleTag<>();

  private Elements(
      SerializableFunction<B, List<T>> elements,
      SerializableFunction<B, List<DeadLetter>> deadLetters) {
    this.elements = elements;
    this.deadLetters = deadLetters;
  }

  /** Returns the elements of batches, and the dead letters. */
  static <B, T> Result<PCollection<T>, DeadLetter> of(
      PCollection<B> batches,
      SerializableFunction<B, List<T>> elements,
      SerializableFunction<B, List<DeadLetter>> deadLetters,
      Coder<T> coder) {
    Elements<B, T> fn = new Elements<>(elements, deadLetters);
    PCollectionTuple apart =
        batches.apply(
            "Elements", ParDo.of(fn).withOutputTags(fn.tag, TupleTagList.of(DEAD_LETTERS)));
    apart.get(fn.tag).setCoder(coder);
    return Result.of(apart, fn.tag, DEAD_LETTERS);
  }

  @ProcessElement
  public void process(@Element B batch, MultiOutputReceiver output) {
    elements.apply(batch).forEach(output.get(tag)::output);
    deadLetters.apply(batch).forEach(output.get(DEAD_LETTERS)::output);
  }
}

package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.RecordCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A part of a Parquet file: the row groups whose middle is in it.
 *
 * @param file its exact name
 * @param fileBytes how large the whole file is
 * @param start the first byte
 * @param length how many bytes
 */
@DefaultCoder(RecordCoder.class)
record FileSplit(String file, long fileBytes, long start, long length) {}

package io.pfss.pipeline.warehouse;

/**
 * A part of a Parquet file: the row groups whose middle is in it.
 *
 * @param file its exact name
 * @param fileBytes how large the whole file is
 * @param start the first byte
 * @param length how many bytes
 */
record FileSplit(String file, long fileBytes, long start, long length) {}

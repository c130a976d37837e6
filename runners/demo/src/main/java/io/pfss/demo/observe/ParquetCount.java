package io.pfss.demo.observe;

/**
 * Parquet files of the warehouse that appeared since the run began.
 *
 * @param files how many
 * @param rows in all of them, by their footers
 */
public record ParquetCount(long files, long rows) {}

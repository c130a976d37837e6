// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

/**
 * Counts the Parquet files that were added to the warehouse since the run began.
 *
 * @param files the number of files
 * @param rows the number of rows in these files, by their footers
 */
public record ParquetCount(long files, long rows) {}

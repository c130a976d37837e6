/**
 * Writes readings to segments, merges closed windows into Parquet files, and reads the warehouse.
 */
package io.pfss.pipeline.warehouse;

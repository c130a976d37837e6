/**
 * Formats of files with readings: {@code WideFormat}, readings as in topic {@code heat}; {@code
 * CsvFormat}, a table of these; and {@code LongFormat}, the original files of AI Hub 239. The
 * caller owns the parser, so that only a buffer of a file is in memory.
 */
package io.pfss.models.history;

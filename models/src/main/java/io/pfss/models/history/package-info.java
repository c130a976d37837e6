/**
 * The files that readings are kept in where no stream has them: {@code WideFormat}, readings as in
 * topic {@code heat}, and {@code LongFormat}, the original files of AI Hub 239. Whoever reads them
 * holds the parser, so that only a buffer of a file is ever in memory.
 */
package io.pfss.models.history;

/** Files, folders and secrets that options name, background refreshes, and a steady clock. */
package io.pfss.pipeline.support;

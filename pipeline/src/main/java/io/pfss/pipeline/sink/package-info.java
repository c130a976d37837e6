/** Where scored readings go, and the one step that takes them there. */
package io.pfss.pipeline.sink;

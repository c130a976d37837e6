/** Encoding and formatting of text. */
package io.pfss.models.text;

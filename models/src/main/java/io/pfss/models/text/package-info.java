/** Text files as editors of all kinds write them. */
package io.pfss.models.text;

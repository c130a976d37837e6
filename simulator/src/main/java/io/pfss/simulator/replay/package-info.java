/** Replays readings from JSON files. */
package io.pfss.simulator.replay;

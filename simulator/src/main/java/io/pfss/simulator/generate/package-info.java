/** Generates readings of virtual facilities. */
package io.pfss.simulator.generate;

/** Injects faults into generated readings, such as late, duplicate or malformed ones. */
package io.pfss.simulator.faults;

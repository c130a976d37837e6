/**
 * Generates readings of industrial facilities for training and evaluation: a {@link
 * io.pfss.simulator.plant.Facility} has a load, a capacitor bank, faults, a meter and a link.
 */
package io.pfss.simulator.plant;

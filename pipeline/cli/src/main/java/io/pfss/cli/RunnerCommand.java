// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code pfss} that needs a runner's libraries. The runner's module registers it as
 * a service of {@link java.util.ServiceLoader}.
 */
public interface RunnerCommand extends Callable<Integer> {}

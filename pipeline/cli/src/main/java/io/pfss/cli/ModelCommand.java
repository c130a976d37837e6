package io.pfss.cli;

import picocli.CommandLine.Command;

/** Which model versions there are, and which serve. */
@Command(
    name = "model",
    description = "Which model versions there are, and which serve.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelListCommand.class,
      ModelShowCommand.class,
      ModelPromoteCommand.class,
      ModelRollbackCommand.class
    })
final class ModelCommand {}

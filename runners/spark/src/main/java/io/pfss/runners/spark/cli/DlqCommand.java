package io.pfss.runners.spark.cli;

import picocli.CommandLine.Command;

/** What could not be taken, and what becomes of it. */
@Command(
    name = "dlq",
    description = "Dead letters: what the stream could not take, with the reasons.",
    mixinStandardHelpOptions = true,
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqReplayCommand.class})
final class DlqCommand {}

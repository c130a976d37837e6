package io.pfss.cli;

import picocli.CommandLine.Command;

/** Lists, shows and replays dead letters. */
@Command(
    name = "dlq",
    description = "Lists, shows and replays dead letters: records that PFSS could not process.",
    mixinStandardHelpOptions = true,
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqReplayCommand.class})
final class DlqCommand {}

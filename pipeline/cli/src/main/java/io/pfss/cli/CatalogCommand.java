package io.pfss.cli;

import picocli.CommandLine.Command;

/** What the catalog knows. */
@Command(
    name = "catalog",
    description = "Prints what the catalog knows.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CatalogWindowsCommand.class,
      CatalogModelsCommand.class,
      CatalogRunsCommand.class,
      CatalogGapsCommand.class,
      CatalogFacilitiesCommand.class,
      CatalogFilesCommand.class
    })
final class CatalogCommand {}

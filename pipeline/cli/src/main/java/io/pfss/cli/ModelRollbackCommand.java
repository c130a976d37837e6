package io.pfss.cli;

import io.pfss.models.soh.Promotion;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets the version before serve again. */
@Command(
    name = "rollback",
    description = "Lets the version serve again that served before the one that serves now.",
    mixinStandardHelpOptions = true)
final class ModelRollbackCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;

  @Parameters(paramLabel = "MODEL", description = "As heat-forest.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PromotionStore store = models.store(model);
    List<Promotion> history = store.history();
    String before =
        history.stream()
            .map(Promotion::champion)
            .filter(version -> !version.equals(history.get(0).champion()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "No other version of " + model + " has served before"));
    store.serve(before, null);
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "Version %s of %s serves again%n", before, model);
    return 0;
  }
}

package io.pfss.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pfss.models.soh.Promotion;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of a version. */
@Command(
    name = "show",
    description =
        "All that is known of a version, which is verified first; or, of a model, what has served.",
    mixinStandardHelpOptions = true)
final class ModelShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Mixin private ModelOptions models;

  @Parameters(paramLabel = "MODEL[/VERSION]", description = "As heat-forest/2.")
  private String model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int slash = model.indexOf('/');
    if (slash < 0) {
      for (Promotion serving : models.store(model).history()) {
        out.printf(
            Locale.ROOT,
            "%s  champion %s%s%n",
            serving.since(),
            serving.champion(),
            serving.challenger().map(version -> ", challenger " + version).orElse(""));
      }

      return 0;
    }

    String version = model.substring(slash + 1);
    PromotionStore store = models.store(model.substring(0, slash));
    ModelOptions.require(store, version);
    out.println(JSON.writeValueAsString(Models.of(store.folderOf(version)).description()));
    return 0;
  }
}

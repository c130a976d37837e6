package io.pfss.cli;

import io.pfss.models.soh.Promotion;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a version serve. */
@Command(
    name = "promote",
    description =
        "Lets a version serve from now on: running jobs that were given the model's folder, as those"
            + " without --model are, take it within a minute, without a restart.",
    mixinStandardHelpOptions = true)
final class ModelPromoteCommand implements Callable<Integer> {
  @Mixin private ModelOptions models;

  @Parameters(
      paramLabel = "MODEL/VERSION",
      converter = ModelName.Converter.class,
      description = "As heat-forest/2.")
  private ModelName model;

  @Option(
      names = "--challenger",
      description =
          "Let it be scored beside the version that serves, and compared, without being published.")
  private boolean challenger;

  @Option(
      names = "--without-challenger",
      description = "Let nothing be scored beside it. Default: who challenges goes on.")
  private boolean alone;

  @Option(
      names = "--force",
      description = "Even if plain limits of the power factor were better on its kept readings.")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PromotionStore store = models.store(model.name());
    ModelOptions.require(store, model.version());
    Optional<Promotion> before = store.latest();
    if (challenger && (alone || before.isEmpty())) {
      throw new IllegalArgumentException(
          alone
              ? "--challenger and --without-challenger exclude each other"
              : "No version of " + model.name() + " serves yet: promote one without --challenger");
    }

    if (!challenger) {
      compareWithRule(Models.of(store.folderOf(model.version())).description().metrics());
    }

    Promotion now =
        challenger
            ? store.serve(before.get().champion(), model.version())
            : store.serve(model.version(), alone ? null : goingOn(before));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Version %s of %s serves%s%n",
        now.champion(),
        model.name(),
        now.challenger().map(version -> ", and " + version + " is compared").orElse(""));
    out.printf(
        Locale.ROOT,
        "Jobs whose --model is %s take this within a minute; those that name a version's folder, or"
            + " another, do not%n",
        store.folder());
    return 0;
  }

  /** As far as its metrics tell. */
  private void compareWithRule(Map<String, Double> metrics) {
    Double macroF1 = metrics.get("macro_f1");
    Double ofRule = metrics.get("rule_macro_f1");
    if (macroF1 == null || ofRule == null || macroF1 >= ofRule) {
      return;
    }

    String worse =
        String.format(
            Locale.ROOT,
            "Version %s of %s is worse than plain limits of the power factor on its kept readings:"
                + " macro F1 %.4f, limits %.4f",
            model.version(),
            model.name(),
            macroF1,
            ofRule);
    if (!force) {
      throw new IllegalArgumentException(worse + ". --force promotes it all the same");
    }

    spec.commandLine().getErr().println("Warning: " + worse);
  }

  /** A challenger that becomes the champion challenges nobody. */
  private String goingOn(Optional<Promotion> before) {
    return before
        .flatMap(Promotion::challenger)
        .filter(version -> !version.equals(model.version()))
        .orElse(null);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.evaluation.Importance;
import io.pfss.models.evaluation.ModelEvaluation;
import io.pfss.models.evaluation.Outcomes;
import io.pfss.models.evaluation.report.ReportPage;
import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.score.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures model versions. */
@Command(
    name = "evaluate",
    description =
        "Compares model versions with each other and with plain limits of the power factor, on"
            + " readings that none of them was trained on.",
    footer = "pfss evaluate models/heat-forest/2 models/heat-forest/1 --folder=history",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description =
          "Folders of model versions, as models/heat-forest/1; the first is the subject. With"
              + " --task=risk none is needed: the method is measured.")
  private List<String> folders = List.of();

  @Option(
      names = "--task",
      defaultValue = "STATE",
      description =
          "${COMPLETION-CANDIDATES}: models of the state at a reading; or of the probability that"
              + " the power factor reaches 경고 within the next hour. Default: ${DEFAULT-VALUE}.")
  private Task task;

  @Mixin private LabelledSource source;

  @Option(
      names = "--report",
      defaultValue = "evaluation.html",
      description = "File of the report to write, in HTML. Default: ${DEFAULT-VALUE}.")
  private Path report;

  @Option(names = "--all", description = "Also use readings that a model may have been trained on.")
  private boolean all;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (task == Task.RISK) {
      new EvaluateRisk(source, folders, all)
          .measure(report, spec.commandLine().getOut(), spec.commandLine().getErr());
      return 0;
    }

    if (folders.isEmpty()) {
      throw new IllegalArgumentException(text("evaluate.no_model"));
    }

    List<Subject> subjects = folders.stream().map(Models::of).map(Subject::new).toList();
    Map<PowerFactorRule, Outcomes> rules = new LinkedHashMap<>();
    rules.put(PowerFactorRule.AI_HUB, new Outcomes());
    rules.putIfAbsent(source.rule(), new Outcomes());
    source.read(
        (labelled, ratedPower) -> {
          if (PowerFactors.of(labelled.reading()).areKnown()
              && (all || subjects.stream().noneMatch(one -> mayKnow(one, labelled.reading())))) {
            subjects.forEach(subject -> subject.score(labelled, ratedPower));
            rules.forEach((rule, outcomes) -> score(rule, labelled, outcomes));
          }
        },
        spec.commandLine().getErr());
    if (subjects.get(0).outcomes.size() == 0) {
      throw new IllegalArgumentException(text("evaluate.all_known", source.description()));
    }

    List<ModelEvaluation> evaluations = new ArrayList<>();
    subjects.forEach(subject -> evaluations.add(subject.evaluation()));
    rules.forEach((rule, outcomes) -> evaluations.add(evaluation(rule, outcomes)));
    Files.writeString(report, ReportPage.of(source.description(), evaluations));
    print(evaluations);
    return 0;
  }

  private boolean mayKnow(Subject subject, HeatReading reading) {
    return subject.known.mayContain(
        source.description(), reading.sensorId(), reading.eventTimeMillis());
  }

  private static void score(PowerFactorRule rule, LabelledReading labelled, Outcomes outcomes) {
    HeatReading reading = labelled.reading();
    double powerFactor = PowerFactors.of(reading).average();
    outcomes.add(
        reading.sensorId(),
        reading.eventTimeMillis(),
        powerFactor,
        labelled.state(),
        rule.stateAt(powerFactor));
  }

  private static ModelEvaluation evaluation(PowerFactorRule rule, Outcomes outcomes) {
    return ModelEvaluation.ofRule(
        Message.of("pf limits %s/%s", rule.normal(), rule.warning()), outcomes);
  }

  private void print(List<ModelEvaluation> evaluations) {
    PrintWriter out = spec.commandLine().getOut();
    TextTable.print(out, "evaluate", evaluations.stream().map(EvaluateCommand::row).toList());
    out.println(text("wrote", report));
    for (ModelEvaluation one : evaluations) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("name", one.name());
      line.put("readings", one.outcomes().size());
      line.put("facilities", one.outcomes().byFacility().size());
      one.confusion().metrics("").forEach(line::put);
      one.calibration()
          .ifPresent(
              calibration ->
                  line.put("calibration_error", calibration.expectedError())
                      .put("brier", calibration.brier()));

      out.println("PFSS_EVALUATE " + line);
    }
  }

  private static List<?> row(ModelEvaluation one) {
    return List.of(
        one.name(),
        number(one.confusion().macroF1()),
        number(one.confusion().f1(SohState.NORMAL)),
        number(one.confusion().f1(SohState.CAUTION)),
        number(one.confusion().f1(SohState.WARNING)));
  }

  private static String number(double number) {
    return Message.of("%.4f", number);
  }

  /** A model that is measured. */
  private static final class Subject {
    private final SohModel model;
    private final TrainedOn known;
    private final Outcomes outcomes = new Outcomes();
    private final Importance importance;

    private Subject(SohModel model) {
      this.model = model;
      this.known = TrainedOn.of(model.description());
      this.importance = new Importance(model, SEED);
    }

    private void score(LabelledReading labelled, double ratedPower) {
      HeatReading reading = labelled.reading();
      double[] input = model.input(reading, ratedPower).orElseThrow();
      double[] probabilities = model.probabilities(input);
      importance.add(input, labelled.state());
      outcomes.add(
          reading.sensorId(),
          reading.eventTimeMillis(),
          PowerFactors.of(reading).average(),
          labelled.state(),
          model.state(input, probabilities),
          probabilities);
    }

    private ModelEvaluation evaluation() {
      ModelDescription description = model.description();
      return ModelEvaluation.ofModel(
          description.name() + "/" + description.version(), outcomes, importance.byFeature());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.models.history.HistoryFolder;
import io.pfss.models.labels.HourlyLabels;
import io.pfss.models.labels.LabelledReading;
import io.pfss.models.labels.OperatorLabels;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.parse.ParseReadings;
import io.pfss.pipeline.warehouse.WarehouseScan;
import io.pfss.simulator.plant.Facility;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjLongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where labelled readings come from: files, the warehouse, or a generator. */
final class LabelledSource {
  private static final Instant GENERATED_FROM = Instant.parse("2026-01-05T00:00:00Z");
  private static final Pattern GENERATE = Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,3})");

  @Option(
      names = "--folder",
      split = ",",
      paramLabel = "FOLDER",
      description =
          "Files, or folders with .json, .jsonl, .csv or .tsv files: readings as in topic heat, or the"
              + " original files of AI Hub 239, with or without labels.")
  private List<Path> folders = List.of();

  @Option(
      names = "--generate",
      paramLabel = "FACILITIESxDAYS",
      description = "Generated readings, one a minute, for example 60x4.")
  private String generate = "";

  @Option(
      names = "--generate-seed",
      defaultValue = "1000",
      description = "Seed of the generated readings. Default: ${DEFAULT-VALUE}.")
  private long generateSeed;

  @Mixin private FieldNamesOption fieldNames;
  @Mixin private CatalogOptions catalog;
  @Mixin private TimeRange time;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Labels by operators: CSV lines sensor_id,from,to,state, such as"
              + " 17,2026-03-01T09:00+09:00,2026-03-01T12:00+09:00,주의. They replace labels in files."
              + " Readings without either label are not used.")
  private Path labels;

  @Option(
      names = "--rule",
      description =
          "Rule on the hour's power factor that labels readings without a label: ${COMPLETION-CANDIDATES}"
              + " (80 %% and 60 %%; 90 %% and 60 %%). Default: ${DEFAULT-VALUE}.",
      defaultValue = "AI_HUB")
  private RuleName rule;

  @Option(
      names = "--normal",
      description = "The least normal power factor, in place of the rule's.")
  private Double normal;

  @Option(
      names = "--warning",
      description = "The greatest power factor of a warning, in place of the rule's.")
  private Double warning;

  @Option(
      names = "--hysteresis",
      defaultValue = "0",
      description =
          "How far the power factor must pass a limit before the state is better. Default: ${DEFAULT-VALUE}.")
  private double hysteresis;

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description =
          "Rated power of facilities, as pfss catalog facilities --import takes it. Default: what"
              + " the catalog knows, if one is named.")
  private Path ratings;

  @Option(
      names = "--zone",
      defaultValue = "Asia/Seoul",
      description =
          "Time zone of the facilities' days, for --task=risk. Default: ${DEFAULT-VALUE}.")
  private ZoneId zone;

  private final Map<Long, Double> ratedPower = new HashMap<>();

  /** How many readings there are with a label, and who said it. */
  private long readings;

  private long byOperators;
  private long byFiles;
  private long unlabelled;
  private long invalid;

  /** Returns the rule for readings without a label. */
  PowerFactorRule rule() {
    PowerFactorRule named = rule.rule;
    return new PowerFactorRule(
        normal == null ? named.normal() : normal,
        warning == null ? named.warning() : warning,
        hysteresis);
  }

  /**
   * Reads all.
   *
   * @param sink takes each reading, and the rated power of its facility in VA; {@code NaN} if that
   *     is not known
   * @throws IllegalArgumentException if not exactly one source is named, or it cannot be read
   */
  void read(ObjDoubleConsumer<LabelledReading> sink, PrintWriter err) throws IOException {
    requireOneSource();
    if (ratings != null) {
      rate(FacilityFile.read(ratings, List.of()));
    }

    ObjDoubleConsumer<LabelledReading> counted =
        (labelled, power) -> {
          if (++readings % 1_000_000 == 0) {
            err.println(text("readings", readings));
          }

          sink.accept(labelled, power);
        };
    Labeller labeller = new Labeller(counted);
    if (!generate.isEmpty()) {
      generate((facility, minutes) -> facility.byEventTime(minutes, labeller.byRule::add));
      labeller.byRule.end();
      return;
    }

    if (folders.isEmpty()) {
      readWarehouse(labeller::take);
    } else {
      readFiles(labeller::take);
    }

    labeller.byRule.end();
    requireReadings("source.empty_labels");

    err.println(text("source.labelled", byOperators, byFiles, readings - byOperators - byFiles));
    if (unlabelled + invalid > 0) {
      err.println(text("source.unlabelled", unlabelled, invalid));
    }
  }

  /**
   * Reads all in the order of arrival, whether it has a label or not.
   *
   * @param sink takes each reading, and its event time or, if that is earlier, its time of arrival
   * @throws IllegalArgumentException if not exactly one source is named, or it cannot be read
   */
  void readUnlabelled(ObjLongConsumer<HeatReading> sink, PrintWriter err) throws IOException {
    requireOneSource();
    ObjLongConsumer<HeatReading> counted =
        (reading, timeMillis) -> {
          readings++;
          sink.accept(reading, timeMillis);
        };
    Consumer<HeatReading> atEventTime =
        reading -> counted.accept(reading, reading.eventTimeMillis());
    if (!generate.isEmpty()) {
      generate((facility, minutes) -> facility.byArrival(minutes, atEventTime));
    } else if (folders.isEmpty()) {
      WarehouseScan.of(openWarehouse().readings(), time.from(), time.to())
          .readByArrival(row -> counted.accept(row.reading(), row.timeMillis()));
    } else {
      readFiles((reading, label) -> atEventTime.accept(reading));
    }

    requireReadings("source.empty");
    err.println(text("source.read", readings, invalid));
  }

  /** Where the days of the facilities begin. */
  ZoneId zone() {
    return zone;
  }

  private void requireReadings(String problem) {
    if (readings == 0) {
      throw new IllegalArgumentException(text(problem, description()));
    }
  }

  /** Where the readings come from, in words. */
  String description() {
    if (!folders.isEmpty()) {
      return "files of " + folders;
    }

    return generate.isEmpty()
        ? Message.of("the warehouse, %s to %s", time.from(), time.to())
        : Message.of(
            "generated: %s days, a reading a minute, seed %d",
            generate.replace("x", " facilities, "), generateSeed);
  }

  private void requireOneSource() {
    // A catalog in the environment is no choice.
    boolean isNone = folders.isEmpty() && generate.isEmpty() && !catalog.isGiven();
    if (isNone || (!folders.isEmpty() && !generate.isEmpty())) {
      throw new IllegalArgumentException(text("source.one"));
    }

    if (!generate.isEmpty() && labels != null) {
      throw new IllegalArgumentException(text("source.labels", labels));
    }
  }

  private void readWarehouse(BiConsumer<HeatReading, Optional<SohState>> sink) throws IOException {
    WarehouseScan.of(openWarehouse().readings(), time.from(), time.to())
        .read(row -> sink.accept(row.reading(), row.label()));
  }

  private WarehouseCatalog openWarehouse() throws IOException {
    WarehouseCatalog opened = catalog.open();
    if (ratings == null) {
      rate(opened.database().facilities().all());
    }

    return opened;
  }

  private void readFiles(BiConsumer<HeatReading, Optional<SohState>> sink) throws IOException {
    Instant latest = Instant.now().plusMillis(ParseReadings.MAX_AHEAD.getMillis());
    invalid =
        HistoryFolder.of(folders, fieldNames.read(), latest)
            .read(
                (reading, state) -> {
                  sink.accept(reading, state);
                  return true;
                });
  }

  private void generate(ObjLongConsumer<Facility> sink) {
    Matcher size = GENERATE.matcher(generate);
    if (!size.matches()) {
      throw new IllegalArgumentException(text("source.generate", generate));
    }

    long minutes = Duration.ofDays(Long.parseLong(size.group(2))).toMinutes();
    for (int number = 1; number <= Integer.parseInt(size.group(1)); number++) {
      Facility facility = new Facility(generateSeed, number, GENERATED_FROM);
      ratedPower.put((long) number, facility.ratedPower());
      sink.accept(facility, minutes);
    }
  }

  private void rate(List<FacilityRecord> facilities) {
    for (FacilityRecord facility : facilities) {
      facility.ratedPower().ifPresent(power -> ratedPower.put(facility.sensorId(), power));
    }
  }

  /** The rules that have a name. */
  enum RuleName {
    AI_HUB(PowerFactorRule.AI_HUB),
    KEPCO(PowerFactorRule.KEPCO);

    private final PowerFactorRule rule;

    RuleName(PowerFactorRule rule) {
      this.rule = rule;
    }
  }

  /**
   * Finds each reading's label: the operators', else the file's, else the rule's; where there are
   * operators, the rule says nothing.
   */
  private final class Labeller {
    private final ObjDoubleConsumer<LabelledReading> sink;
    private final @Nullable OperatorLabels operators;
    private final HourlyLabels byRule;

    private Labeller(ObjDoubleConsumer<LabelledReading> sink) throws IOException {
      this.sink = sink;
      this.operators = labels == null ? null : OperatorLabels.read(labels);
      this.byRule = new HourlyLabels(rule(), Duration.ofHours(1), this::pass);
    }

    private void take(HeatReading reading, Optional<SohState> fromFile) {
      Optional<SohState> said = operators == null ? Optional.empty() : operators.stateOf(reading);
      if (said.isPresent()) {
        byOperators++;
        pass(new LabelledReading(reading, said.get()));
      } else if (fromFile.isPresent()) {
        byFiles++;
        pass(new LabelledReading(reading, fromFile.get()));
      } else if (operators == null) {
        byRule.add(reading);
      } else {
        unlabelled++;
      }
    }

    private void pass(LabelledReading labelled) {
      sink.accept(labelled, ratedPower.getOrDefault(labelled.reading().sensorId(), Double.NaN));
    }
  }
}

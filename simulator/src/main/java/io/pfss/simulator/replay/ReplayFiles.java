package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.LongFormat;
import io.pfss.models.history.LongHeader;
import io.pfss.models.history.WideFormat;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.simulator.generate.ReadingSource;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds the files of a folder that can be replayed, one sensor each: arrays of readings as in topic
 * {@code heat}, named {@code …_<sensor>.json}; and the original files of AI Hub 239. What a file
 * begins with tells which it is.
 */
public final class ReplayFiles {
  private ReplayFiles() {}

  /**
   * Opens all files of a folder whose names end with {@code .json}.
   *
   * @throws IOException if the folder or a file cannot be read, or holds nothing to replay
   */
  public static List<ReadingSource> open(ReplayFolder replay) throws IOException {
    Path folder = replay.path();
    if (!Files.isDirectory(folder)) {
      throw new ReplayException(folder, "there is no such folder", null);
    }

    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }

    if (files.isEmpty()) {
      throw new ReplayException(folder, "it has no file that ends with .json", null);
    }

    List<ReadingSource> sources = new ArrayList<>();
    for (Path file : files) {
      try {
        sources.add(open(file, files.indexOf(file), replay.names()));
      } catch (JsonProcessingException | CharConversionException e) {
        throw new ReplayException(file, e.getMessage(), e);
      }
    }

    return sources;
  }

  private static ReadingSource open(Path file, int index, FieldNames names) throws IOException {
    JsonToken first;
    try (JsonParser parser = HeatJson.FACTORY.createParser(file.toFile())) {
      first = parser.nextToken();
    }

    if (first == JsonToken.START_ARRAY) {
      OptionalLong sensor = HistoryFormats.sensorInName(file.getFileName().toString());
      return new LoopingSource(file, WideFormat.undated(names, sensor.orElse(index + 1L)));
    }

    if (first == JsonToken.START_OBJECT) {
      return new LoopingSource(file, LongFormat.undated(names, sensorId(file)));
    }

    throw new ReplayException(file, "it is neither a JSON array nor an object", null);
  }

  private static long sensorId(Path file) throws IOException {
    try (JsonParser parser = HeatJson.FACTORY.createParser(file.toFile())) {
      return LongHeader.read(parser)
          .sensorId()
          .orElseThrow(
              () -> new ReplayException(file, "it has neither DEVICE_ID nor DEVICE_BD_ID", null));
    }
  }
}

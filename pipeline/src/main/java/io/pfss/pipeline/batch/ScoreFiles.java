package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ScoredReading;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The files that a bundle writes its scores to, one an hour of event time. When one is large, or
 * too many are open, it is completed and the hour goes on in another.
 */
final class ScoreFiles implements Closeable {
  private static final int MAX_OPEN = 16;
  private static final long MAX_BYTES = 128L << 20;

  private final ScoreLayout layout;
  private final long maxBytes;
  private final List<ScoreFile> complete = new ArrayList<>();

  /** By hour; the first was not written to for the longest time. */
  private final Map<Integer, OpenScoreFile> open = new LinkedHashMap<>(MAX_OPEN, 0.75f, true);

  ScoreFiles(ScoreLayout layout) {
    this(layout, MAX_BYTES);
  }

  ScoreFiles(ScoreLayout layout, long maxBytes) {
    this.layout = layout;
    this.maxBytes = maxBytes;
  }

  void write(ScoredReading scored) throws IOException {
    int hour =
        (int)
            Math.floorDiv(
                scored.received().reading().eventTimeMillis(), TimeUnit.HOURS.toMillis(1));
    OpenScoreFile file = open.get(hour);
    if (file == null) {
      file = open(hour);
    }

    file.write(scored);
    if (file.bytes() >= maxBytes) {
      complete(hour);
    }
  }

  /** Completes all files. */
  List<ScoreFile> complete() throws IOException {
    for (int hour : List.copyOf(open.keySet())) {
      complete(hour);
    }

    return complete;
  }

  /** Closes what a bundle that failed has left open: nobody will know those files. */
  @Override
  public void close() throws IOException {
    for (OpenScoreFile file : open.values()) {
      file.close();
    }

    open.clear();
  }

  private OpenScoreFile open(int hour) throws IOException {
    if (open.size() == MAX_OPEN) {
      complete(open.keySet().iterator().next());
    }

    OpenScoreFile file = new OpenScoreFile(layout, hour);
    open.put(hour, file);
    return file;
  }

  private void complete(int hour) throws IOException {
    complete.add(open.remove(hour).complete());
  }
}

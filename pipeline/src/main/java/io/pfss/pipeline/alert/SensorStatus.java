package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.RecordCoder;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What is known of a sensor. Immutable.
 *
 * @param published the state of the last alert; empty while none has lasted
 * @param candidate the state of the next alert if it lasts: of those that came since, the one that
 *     is nearest to the published one; empty while the state is the published one
 * @param candidateSinceMillis event time of the first reading beside the published state
 * @param eventMillis event time of the latest reading, in ms since the epoch
 * @param seenMillis when Kafka had its latest record at least; 0 if that is not known
 * @param silent whether its last alert says that it is silent; no candidate outlasts that
 */
@DefaultCoder(RecordCoder.class)
record SensorStatus(
    Optional<SohState> published,
    Optional<SohState> candidate,
    long candidateSinceMillis,
    long eventMillis,
    long seenMillis,
    boolean silent) {
  /** Of a sensor that nothing is known of. */
  static final SensorStatus UNKNOWN = published(Optional.empty(), Long.MIN_VALUE);

  /** Of a sensor whose state was published, and whose last reading is of a time. */
  static SensorStatus published(Optional<SohState> state, long eventMillis) {
    return new SensorStatus(state, Optional.empty(), 0, eventMillis, 0, false);
  }

  SensorStatus published(Optional<SohState> state) {
    return new SensorStatus(state, Optional.empty(), 0, eventMillis, seenMillis, silent);
  }

  SensorStatus withCandidate(SohState state, long sinceMillis) {
    return new SensorStatus(
        published, Optional.of(state), sinceMillis, eventMillis, seenMillis, silent);
  }

  SensorStatus withoutCandidate() {
    return published(published);
  }

  SensorStatus at(long newEventMillis) {
    return new SensorStatus(
        published, candidate, candidateSinceMillis, newEventMillis, seenMillis, silent);
  }

  SensorStatus seenAt(long millis) {
    return new SensorStatus(published, candidate, candidateSinceMillis, eventMillis, millis, false);
  }

  SensorStatus silenced() {
    return new SensorStatus(published, Optional.empty(), 0, eventMillis, seenMillis, true);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.outlook;

import io.pfss.models.facility.FacilityState;
import io.pfss.pipeline.element.FacilityMinute;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * The states of the facilities of a shard, in one array of bytes: a batch makes objects only of
 * those that have new readings. Not thread-safe.
 */
public final class FacilityTable {
  /** A facility without a reading for this long is removed. */
  private static final long REMOVE_AFTER_MINUTES = TimeUnit.DAYS.toMinutes(30);

  private static final int SIZE = FacilityState.BYTES;

  private final Map<Long, Integer> rows;
  private byte[] states;

  /** An empty table. */
  public FacilityTable() {
    this(new HashMap<>(), new byte[0]);
  }

  private FacilityTable(Map<Long, Integer> rows, byte[] states) {
    this.rows = rows;
    this.states = states;
  }

  /**
   * Adds minutes to the states of their facilities. Ignores a minute of more than 30 days ago: its
   * clock is wrong, and its facility would be removed at once.
   *
   * @param nowMillis in ms since the epoch; 0 if unknown
   * @param zone in which the days of the facilities begin
   * @param over receives each facility of which a minute is over because a later one has begun, and
   *     its state up to then
   */
  public void update(
      List<FacilityMinute> minutes,
      long nowMillis,
      ZoneId zone,
      BiConsumer<Long, FacilityState> over) {
    long oldest = oldestMinute(nowMillis);
    for (FacilityMinute minute : minutes) {
      if (minute.sums().minute() < oldest) {
        continue;
      }

      FacilityState state = state(minute.sensorId());
      if (state.minute() != Long.MIN_VALUE && minute.sums().minute() > state.minute()) {
        over.accept(minute.sensorId(), state);
      }

      state.add(minute.sums(), zone);
      put(minute.sensorId(), state);
    }
  }

  /** A copy of the state of a facility; an empty one if the facility is unknown. */
  public FacilityState state(long sensorId) {
    Integer row = rows.get(sensorId);
    return row == null ? new FacilityState() : new FacilityState(row(row));
  }

  /** Sets the state of a facility. */
  public void put(long sensorId, FacilityState state) {
    Integer row = rows.putIfAbsent(sensorId, rows.size());
    int at = row == null ? rows.size() - 1 : row;
    if ((at + 1) * SIZE > states.length) {
      states = Arrays.copyOf(states, Math.max(2 * states.length, (at + 1) * SIZE));
    }

    state.write(row(at));
  }

  /**
   * Removes the facilities without a reading in the last 30 days.
   *
   * @param nowMillis in ms since the epoch
   * @return their sensors
   */
  public List<Long> removeOld(long nowMillis) {
    long oldest = oldestMinute(nowMillis);
    List<Long> old = new ArrayList<>();
    rows.forEach(
        (sensorId, row) -> {
          if (FacilityState.minuteOf(row(row)) < oldest) {
            old.add(sensorId);
          }
        });
    old.forEach(this::remove);
    return old;
  }

  private static long oldestMinute(long nowMillis) {
    return TimeUnit.MILLISECONDS.toMinutes(nowMillis) - REMOVE_AFTER_MINUTES;
  }

  /** How many facilities are known. */
  public int size() {
    return rows.size();
  }

  /** Removes a facility, if it is known. */
  public void remove(long sensorId) {
    Integer removed = rows.remove(sensorId);
    if (removed == null) {
      return;
    }

    int last = rows.size();
    rows.replaceAll((any, row) -> row == last ? removed : row);
    System.arraycopy(states, last * SIZE, states, removed * SIZE, SIZE);
  }

  private ByteBuffer row(int row) {
    return ByteBuffer.wrap(states, row * SIZE, SIZE);
  }

  /** Encodes the ids of the sensors, then the states. */
  public static final class TableCoder extends AtomicCoder<FacilityTable> {
    private static final TableCoder INSTANCE = new TableCoder();

    private TableCoder() {}

    /** Returns the coder, which has no state. */
    public static TableCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(FacilityTable table, OutputStream out) throws IOException {
      long[] ids = new long[table.rows.size()];
      table.rows.forEach((sensorId, row) -> ids[row] = sensorId);
      ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + ids.length * Long.BYTES);
      head.putInt(ids.length);
      head.asLongBuffer().put(ids);
      out.write(head.array());
      out.write(table.states, 0, ids.length * SIZE);
    }

    @Override
    public FacilityTable decode(InputStream in) throws IOException {
      int size = ByteBuffer.wrap(read(in, Integer.BYTES)).getInt();
      if (size < 0 || size > Integer.MAX_VALUE / SIZE) {
        throw new CoderException("Invalid number of facilities: " + size);
      }

      ByteBuffer ids = ByteBuffer.wrap(read(in, size * Long.BYTES));
      Map<Long, Integer> rows = new HashMap<>();
      for (int row = 0; row < size; row++) {
        rows.put(ids.getLong(), row);
      }

      return new FacilityTable(rows, read(in, size * SIZE));
    }

    /** Allocates no more than there is, whatever the length says. */
    private static byte[] read(InputStream in, int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("Expected " + length + " bytes, found " + bytes.length);
      }

      return bytes;
    }
  }
}

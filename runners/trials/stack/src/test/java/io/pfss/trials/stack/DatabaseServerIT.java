// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
abstract class DatabaseServerIT {
  @TempDir Path data;

  /** Starts the server under test. */
  abstract DatabaseServer start(Path data) throws Exception;

  /** Returns the SQLSTATE for a wrong password. */
  abstract String wrongPassword();

  @Test
  void keepsCommittedRowsWhenKilled() throws Exception {
    long pid;
    try (DatabaseServer server = start(data)) {
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (state VARCHAR(2))");
        statement.execute("INSERT INTO t VALUES ('정상')");
        server.kill();
      }

      server.restart();
      pid = server.pid();
      assertThat(state(server)).isEqualTo("정상");
    }

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void servesExistingData() throws Exception {
    try (DatabaseServer server = start(data);
        Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (state VARCHAR(2))");
      statement.execute("INSERT INTO t VALUES ('주의')");
    }

    try (DatabaseServer server = start(data)) {
      assertThat(state(server)).isEqualTo("주의");
    }
  }

  @Test
  void requiresThePasswordAndKeepsItSecret() throws Exception {
    try (DatabaseServer server = start(data)) {
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE d");
      }

      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl("d"), server.user(), "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(wrongPassword()));
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().commandLine())
          .hasValueSatisfying(line -> assertThat(line).doesNotContain(server.password()));
    }
  }

  static Connection connect(DatabaseServer server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("pfss"), server.user(), server.password());
  }

  private static String state(DatabaseServer server) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT state FROM t")) {
      rows.next();
      return rows.getString(1);
    }
  }
}

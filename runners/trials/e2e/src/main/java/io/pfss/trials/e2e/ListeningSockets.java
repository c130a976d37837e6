// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the TCP sockets on which processes listen, from {@code /proc} of Linux. */
final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** Returns the addresses, without ports, on which one of the processes listens. */
  static List<InetAddress> of(List<ProcessHandle> processes) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (ProcessHandle process : processes) {
      sockets.addAll(openFiles(process));
    }

    List<InetAddress> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] fields = line.strip().split(" +");
        if (fields[STATE].equals(LISTEN) && sockets.contains("socket:[" + fields[INODE] + "]")) {
          addresses.add(address(fields[LOCAL_ADDRESS].split(":")[0]));
        }
      }
    }

    return addresses;
  }

  private static Set<String> openFiles(ProcessHandle process) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      for (Path file : files.toList()) {
        try {
          names.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // The file was closed meanwhile.
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      // The process has ended meanwhile.
    }

    return names;
  }

  /** Parses an address of 32-bit words in little-endian byte order. */
  private static InetAddress address(String hex) throws IOException {
    byte[] words = HexFormat.of().parseHex(hex);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = words[i / 4 * 4 + 3 - i % 4];
    }

    return InetAddress.getByAddress(bytes);
  }
}

package io.pfss.trials.stack;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that NodeManagers started. They outlive a NodeManager that is killed, and none may
 * outlive this process.
 */
final class YarnContainers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(YarnContainers.class);

  private final Path data;
  private final Thread hook = new Thread(() -> killBelow("/"), "kill-containers");

  /** The containers of the NodeManagers whose folders are in {@code data}. */
  YarnContainers(Path data) {
    this.data = data;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Kills the containers of a daemon that is dead; it has some if it is a NodeManager. */
  void kill(String daemon) {
    killBelow("/" + daemon + "/");
  }

  /** Kills all containers; their daemons must be dead, or die now. */
  @Override
  public void close() {
    killBelow("/");
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("This process is ending already: the hook runs too", e);
    }
  }

  /** A NodeManager tells each container, in its environment, the folder that it may use. */
  private void killBelow(String folder) {
    String mark = "\0LOCAL_DIRS=" + data + folder;
    ProcessHandle.allProcesses()
        .filter(process -> ("\0" + Processes.read(process, "environ")).contains(mark))
        .forEach(ProcessHandle::destroyForcibly);
  }
}

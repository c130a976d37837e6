package io.pfss.pipeline.read;

/**
 * Holds back claims until the runner can work on them: a service that a runner's module may provide
 * (see {@link java.util.ServiceLoader}).
 *
 * <p>A runner that plans batches by the clock, however long they take, lets them queue. A claim
 * would then wait behind batches that were planned while nothing could be claimed.
 */
public interface ClaimGate {
  /**
   * Returns when claims that are planned now will be worked on at once, or when the thread is
   * interrupted, which it still is then.
   */
  void await();
}

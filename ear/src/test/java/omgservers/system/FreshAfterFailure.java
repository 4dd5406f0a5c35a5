package omgservers.system;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Where a test failed, what it left behind must not fail it again when it is run once more: the
 * shared installation ends with the tests that were run, and the next ones begin with an empty one.
 */
public final class FreshAfterFailure implements TestExecutionListener {
  private volatile boolean failed;

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    failed |= result.getStatus() == TestExecutionResult.Status.FAILED;
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (failed) {
      failed = false;
      TestPlatform.leave();
    }
  }
}

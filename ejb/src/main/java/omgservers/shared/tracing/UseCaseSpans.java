package omgservers.shared.tracing;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

/**
 * Each use case is a span, where somebody records. Use cases are what is transactional (decision
 * 0002), so nothing else has to mark them; the transaction is begun and ended within the span.
 */
@Interceptor
@Transactional
@Priority(UseCaseSpans.BEFORE_TRANSACTIONS)
public class UseCaseSpans {
  static final int BEFORE_TRANSACTIONS = Interceptor.Priority.PLATFORM_BEFORE + 100;

  /** Calls the use case, and records how long it took. */
  @AroundInvoke
  public Object around(InvocationContext call) throws Exception {
    if (!Span.isRecording()) {
      return call.proceed();
    }
    String name =
        call.getMethod().getDeclaringClass().getSimpleName() + "." + call.getMethod().getName();
    try (Span span = Span.child(name, Span.Kind.INTERNAL)) {
      try {
        return call.proceed();
      } catch (Exception e) {
        span.failed(e);
        throw e;
      }
    }
  }
}

package omgservers.shared.tracing;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Spans as the protocol of OpenTelemetry has them: an ExportTraceServiceRequest. */
final class Otlp {
  /** What is after the base address of a collector. */
  static final String PATH = "/v1/traces";

  static final String MEDIA_TYPE = "application/x-protobuf";

  private static final int RESOURCE_SPANS = 1;
  private static final int RESOURCE = 1;
  private static final int RESOURCE_ATTRIBUTES = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SCOPE = 1;
  private static final int SCOPE_NAME = 1;
  private static final int SPANS = 2;

  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 4;
  private static final int NAME = 5;
  private static final int KIND = 6;
  private static final int BEGUN = 7;
  private static final int ENDED = 8;
  private static final int ATTRIBUTES = 9;
  private static final int STATUS = 15;
  private static final int STATUS_CODE = 3;
  private static final int STATUS_ERROR = 2;
  private static final int FLAGS = 16;
  private static final int SAMPLED = 1;

  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int TEXT = 1;
  private static final int WHOLE_NUMBER = 3;

  private Otlp() {}

  /** These spans, of a program that is described so. */
  static byte[] request(Map<String, Object> program, List<Span> spans) {
    return Message.of(
        request ->
            request.message(
                RESOURCE_SPANS,
                all ->
                    all.message(RESOURCE, it -> attributes(it, RESOURCE_ATTRIBUTES, program))
                        .message(
                            SCOPE_SPANS,
                            scope -> {
                              scope.message(SCOPE, it -> it.text(SCOPE_NAME, "omgservers"));
                              spans.forEach(
                                  span -> scope.message(SPANS, message -> write(message, span)));
                            })));
  }

  private static void write(Message message, Span span) {
    TraceContext context = span.context();
    message
        .bytes(
            TRACE_ID,
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(context.high())
                .putLong(context.low())
                .array())
        .bytes(SPAN_ID, id(context.span()));
    if (span.parent() != 0) {
      message.bytes(PARENT_ID, id(span.parent()));
    }
    message
        .text(NAME, span.name())
        .number(KIND, kind(span.kind()))
        .fixed64(BEGUN, span.begun())
        .fixed64(ENDED, span.ended());
    attributes(message, ATTRIBUTES, span.attributes());
    if (span.hasFailed()) {
      message.message(STATUS, status -> status.number(STATUS_CODE, STATUS_ERROR));
    }
    message.fixed32(FLAGS, SAMPLED);
  }

  private static int kind(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
    };
  }

  private static byte[] id(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  private static void attributes(Message message, int field, Map<String, Object> attributes) {
    attributes.forEach(
        (key, value) ->
            message.message(
                field, pair -> pair.text(KEY, key).message(VALUE, it -> value(it, value))));
  }

  private static void value(Message message, Object value) {
    if (value instanceof Number number) {
      message.number(WHOLE_NUMBER, number.longValue());
    } else {
      message.text(TEXT, value.toString());
    }
  }
}

package omgservers.shared.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import omgservers.shared.idempotency.Repeats;
import omgservers.shared.idempotency.model.IdempotentCalls.Answer;
import omgservers.shared.idempotency.model.IdempotentCalls.CallKey;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Answers a write that comes again under its Idempotency-Key as it was answered the first time. */
@Dependent
@Provider
@Priority(Priorities.USER)
public class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";
  private static final String PROPERTY = IdempotencyFilter.class.getName();
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final int ERROR = 400;
  private static final int SERVER_ERROR = 500;

  @Context private ResourceInfo resource;

  private final Repeats repeats;
  private final Callers callers;

  /** A filter over these repeats. */
  @Inject
  public IdempotencyFilter(Repeats repeats, Callers callers) {
    this.repeats = repeats;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public IdempotencyFilter() {
    this(null, null);
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String given = request.getHeaderString(HEADER);
    Method method = resource.getResourceMethod();
    if (given != null && method != null && method.isAnnotationPresent(Streamed.class)) {
      throw Refusal.field(HEADER, "is not taken here: the call may be repeated without one");
    }
    // Without a token there is no account that the key could be remembered for.
    if (given == null || !WRITES.contains(request.getMethod()) || !callers.hasToken()) {
      return;
    }
    if (!KEY.matcher(given).matches()) {
      throw Refusal.field(HEADER, "must be 1 to 64 letters, digits, dots, dashes and underscores");
    }
    CallKey key = new CallKey(callers.subject(), given, fingerprint(request));
    Optional<Answer> answer = repeats.begin(key);
    if (answer.isPresent()) {
      request.abortWith(again(answer.get()));
    } else {
      request.setProperty(PROPERTY, key);
    }
  }

  /** The body is read for it and put back. */
  private static String fingerprint(ContainerRequestContext request) throws IOException {
    try {
      byte[] body = request.hasEntity() ? request.getEntityStream().readAllBytes() : new byte[0];
      request.setEntityStream(new ByteArrayInputStream(body));
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line =
          request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath() + "\n";
      digest.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest.digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Response again(Answer answer) {
    if (answer.status() == 0) {
      throw Refusal.conflict(
          Qualifier.IDEMPOTENCY_VIOLATED,
          "This was done before; its answer held a secret, which was shown once.");
    }
    Response.ResponseBuilder response = Response.status(answer.status()).header(REPLAYED, true);
    if (answer.location() != null) {
      response.header(HttpHeaders.LOCATION, answer.location());
    }
    if (answer.etag() != null) {
      response.header(HttpHeaders.ETAG, answer.etag());
    }
    if (answer.body() != null) {
      response.type(MediaType.APPLICATION_JSON).entity(Json.value(answer.body()));
    }
    return response.build();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(PROPERTY) instanceof CallKey key)) {
      return;
    }
    int status = response.getStatus();
    if (status >= ERROR) {
      // A fault of ours may have changed something: the key stays taken, without an answer.
      if (status < SERVER_ERROR) {
        repeats.undone(key);
      }
      return;
    }
    Object body = response.getEntity();
    repeats.done(
        key,
        body instanceof ShownOnce
            ? new Answer(0, null, null, null)
            : new Answer(
                status,
                response.getHeaderString(HttpHeaders.LOCATION),
                response.getHeaderString(HttpHeaders.ETAG),
                body == null ? null : Json.write(body)));
  }
}

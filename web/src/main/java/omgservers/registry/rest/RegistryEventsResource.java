package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import omgservers.registry.Notices;
import omgservers.shared.rest.Open;

/** Where the registry says what was pushed to it. */
@Path("registry/request/handle-events")
@RequestScoped
@Consumes({MediaType.APPLICATION_JSON, RegistryEventsResource.MEDIA_TYPE})
@Produces(MediaType.APPLICATION_JSON)
public class RegistryEventsResource {
  /** The media type of what registries send. */
  public static final String MEDIA_TYPE = "application/vnd.docker.distribution.events.v1+json";

  /** The header with the secret by which we recognise the registry. */
  public static final String SECRET = "X-Registry-Secret";

  private final Notices notices;

  /** A door to these notices. */
  @Inject
  public RegistryEventsResource(Notices notices) {
    this.notices = notices;
  }

  /** For servers that look for one without parameters. */
  public RegistryEventsResource() {
    this(null);
  }

  /** What happened, one after the other. */
  public record Envelope(List<Event> events) {}

  /** One thing that happened. */
  public record Event(String action, String timestamp, Target target, Actor actor) {
    Notices.Notice notice() {
      Target it = target == null ? new Target(null, null, null, null, null) : target;
      return new Notices.Notice(
          action,
          it.mediaType,
          it.repository,
          it.tag,
          it.digest,
          it.size,
          actor == null ? null : actor.name,
          timestamp);
    }
  }

  /** What it happened to. */
  public record Target(
      @JsonbProperty("mediaType") String mediaType,
      String repository,
      String tag,
      String digest,
      Long size) {}

  /** Who did it: the subject of the token. */
  public record Actor(String name) {}

  /** Nothing is answered. */
  public record Taken() {}

  /** These things happened; repeats and disorder do no harm. */
  @Open(byAddress = false)
  @POST
  public Taken handle(@HeaderParam(SECRET) String secret, Envelope envelope) {
    notices.requireRegistry(secret);
    if (envelope != null && envelope.events != null) {
      envelope.events.stream()
          .filter(event -> event != null)
          .map(Event::notice)
          .forEach(notices::take);
    }
    return new Taken();
  }
}

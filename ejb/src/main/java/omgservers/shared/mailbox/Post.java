package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;

/** Puts messages into mailboxes and rings the bell when they are there. */
@ApplicationScoped
public class Post {
  private final Mailboxes mailboxes;
  private final Shards shards;
  private final Bell bell;
  private final Ids ids;
  private final Settings settings;
  private final Neighbours neighbours;
  private final Traffic traffic;

  /** Post into these mailboxes. */
  @Inject
  public Post(
      Mailboxes mailboxes,
      Shards shards,
      Bell bell,
      Ids ids,
      Settings settings,
      Neighbours neighbours,
      Traffic traffic) {
    this.mailboxes = mailboxes;
    this.shards = shards;
    this.bell = bell;
    this.ids = ids;
    this.settings = settings;
    this.neighbours = neighbours;
    this.traffic = traffic;
  }

  protected Post() {
    this(null, null, null, null, null, null, null);
  }

  /** Puts the message into the owner's mailbox; the body is a record or a JSON value. */
  public void put(long owner, Qualified body) {
    mailboxes.add(message(owner, body));
    ring(owner);
  }

  /**
   * Puts the message into the owner's mailbox unless that is full; for what players and game
   * servers say, which nothing else depends on. Whether it was put there.
   */
  public boolean offer(long owner, Qualified body) {
    boolean taken = mailboxes.offer(message(owner, body), settings.mailboxMessages());
    if (taken) {
      ring(owner);
    }
    return taken;
  }

  private void ring(long owner) {
    traffic.message();
    neighbours.tell(owner);
    shards.afterCommit(() -> bell.ring(owner));
  }

  private Mailboxes.Message message(long owner, Qualified body) {
    return new Mailboxes.Message(ids.beside(owner), owner, body.qualifier(), Json.write(body));
  }

  private static final ClassValue<String> QUALIFIERS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> body) {
          return body.getSimpleName()
              .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
              .toUpperCase(Locale.ROOT);
        }
      };

  /** The body of a message, which knows the protocol's name of its kind. */
  public interface Qualified {
    /** The name of the kind, in capitals. */
    default String qualifier() {
      return QUALIFIERS.get(getClass());
    }
  }
}

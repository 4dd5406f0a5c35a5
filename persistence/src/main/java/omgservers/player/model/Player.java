package omgservers.player.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import omgservers.tenancy.model.Life;

/**
 * What a user is on a stage: the profile that lasts from game to game. Whoever is erased has no
 * profile from then on, and is gone when the last client is.
 */
@Entity
public class Player {
  private static final String EMPTY = "{}";

  @Id private long id;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "stage_id")
  private long stageId;

  private String profile;

  @Enumerated(EnumType.STRING)
  private Life state;

  private Instant created;

  @Version
  @Column(name = "lock_version")
  private int lockVersion;

  protected Player() {}

  /** A player with an empty profile. */
  public Player(long id, long userId, long stageId, Instant created) {
    this.id = id;
    this.userId = userId;
    this.stageId = stageId;
    this.created = created;
    this.profile = EMPTY;
    this.state = Life.ACTIVE;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** The user. */
  public long userId() {
    return userId;
  }

  /** The stage. */
  public long stageId() {
    return stageId;
  }

  /** Any JSON; an empty object at first. */
  public String profile() {
    return profile;
  }

  /** When the user first came to the stage. */
  public Instant created() {
    return created;
  }

  /** Whether it is being erased. */
  public Life state() {
    return state;
  }

  /** Grows with every change. */
  public int version() {
    return lockVersion;
  }

  /** The profile is replaced; not while it is erased. */
  public void keep(String json) {
    if (state == Life.ACTIVE) {
      profile = json;
    }
  }

  /** The profile goes now, the rest as soon as it can; false when that began before. */
  public boolean erase() {
    boolean first = state == Life.ACTIVE;
    profile = EMPTY;
    state = Life.DELETING;
    return first;
  }
}

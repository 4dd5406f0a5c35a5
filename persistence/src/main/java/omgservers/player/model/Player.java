package omgservers.player.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** What a user is on a stage: the profile that lasts from game to game. */
@Entity
public class Player {
  @Id private long id;

  @Column(name = "user_id")
  private long userId;

  @Column(name = "stage_id")
  private long stageId;

  private String profile;
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
    this.profile = "{}";
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

  /** A game server replaced the profile. */
  public void keep(String json) {
    profile = json;
  }
}

package omgservers.shared.outbox;

/** A letter that this build knows. */
public record Greeting(long receiver, String word, Mood mood, int times) implements Mail {
  /** How somebody is. */
  public enum Mood {
    GLAD,
    SAD
  }
}

package omgservers.shared.platform;

/** A configuration value that cannot be used; the message names it and says what is wrong. */
public final class WrongSetting extends RuntimeException {
  /** The setting of this name has this fault. */
  public WrongSetting(String name, String fault) {
    this(name, fault, null);
  }

  /** The setting of this name has this fault, found through the cause. */
  public WrongSetting(String name, String fault, Throwable cause) {
    super("Configuration: " + name + ": " + fault, cause);
  }
}

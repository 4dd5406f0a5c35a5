package omgservers.removal.model;

import java.util.ArrayList;
import java.util.List;

/** How much is left below something that is being deleted. */
public record Left(
    long deployments,
    long runtimes,
    long clients,
    long players,
    long versions,
    long stages,
    long projects,
    long builds) {
  /** So much, and no builds. */
  public Left(
      long deployments,
      long runtimes,
      long clients,
      long players,
      long versions,
      long stages,
      long projects) {
    this(deployments, runtimes, clients, players, versions, stages, projects, 0);
  }

  /** Nothing. */
  public static final Left NONE = new Left(0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public Left and(Left other) {
    return new Left(
        deployments + other.deployments,
        runtimes + other.runtimes,
        clients + other.clients,
        players + other.players,
        versions + other.versions,
        stages + other.stages,
        projects + other.projects,
        builds + other.builds);
  }

  /** Whether nothing is left. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** Whether nobody plays any more and nothing runs. */
  public boolean isQuiet() {
    return runtimes + clients + players == 0;
  }

  /** What is still waited for, as a person would say it. */
  public String sentence() {
    List<String> parts = new ArrayList<>();
    add(parts, projects, "project");
    add(parts, stages, "stage");
    add(parts, versions, "version");
    add(parts, builds, "build");
    add(parts, deployments, "deployment");
    add(parts, runtimes, "runtime");
    add(parts, clients, "client");
    add(parts, players, "player");
    return parts.isEmpty() ? "Nothing is left." : "Left: " + String.join(", ", parts) + ".";
  }

  private static void add(List<String> parts, long count, String name) {
    if (count > 0) {
      parts.add(count + " " + name + (count == 1 ? "" : "s"));
    }
  }
}

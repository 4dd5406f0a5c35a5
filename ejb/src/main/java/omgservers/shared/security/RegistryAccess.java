package omgservers.shared.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What a token for the registry opens: these actions on one thing. */
public record RegistryAccess(String type, String name, List<String> actions) {
  /** The kind of thing that holds images. */
  public static final String REPOSITORY = "repository";

  /** Fetching images. */
  public static final String PULL = "pull";

  /** Storing images. */
  public static final String PUSH = "push";

  /** Removing images. */
  public static final String DELETE = "delete";

  /** These actions on a repository. */
  public static RegistryAccess repository(String name, Collection<String> actions) {
    return new RegistryAccess(REPOSITORY, name, actions.stream().sorted().toList());
  }

  /** Fetching from the repository that the image lies in. */
  public static RegistryAccess pull(String image) {
    int end = image.indexOf('@') >= 0 ? image.indexOf('@') : image.lastIndexOf(':');
    return repository(end < 0 ? image : image.substring(0, end), List.of(PULL));
  }

  /** The list of all repositories. */
  public static RegistryAccess catalog() {
    return new RegistryAccess("registry", "catalog", List.of("*"));
  }

  Map<String, Object> claim() {
    return Map.of("type", type, "name", name, "actions", actions);
  }
}

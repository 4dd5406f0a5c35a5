package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import omgservers.shared.platform.Inspected;
import omgservers.shared.sharding.Shards;

/** How the databases are: readiness, one by one. */
@ApplicationScoped
class DatabaseHealth implements Inspected {
  private static final String SILENT = "The database does not answer.";

  private final Shards shards;

  @Inject
  DatabaseHealth(Shards shards) {
    this.shards = shards;
  }

  protected DatabaseHealth() {
    this(null);
  }

  @Override
  public List<Part> inspect() {
    List<Part> parts = new ArrayList<>();
    parts.add(part("directory", "directory", shards.isDirectoryReachable()));
    for (int shard = 0; shard < shards.count(); shard++) {
      parts.add(part("shard", Integer.toString(shard), shards.isReachable(shard)));
    }
    return parts;
  }

  private static Part part(String kind, String name, boolean up) {
    return new Part(kind, name, up, true, up ? null : SILENT);
  }
}

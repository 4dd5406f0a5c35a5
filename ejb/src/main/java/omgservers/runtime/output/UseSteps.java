package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.SortedMap;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Spread;
import omgservers.runtime.model.VersionUse;
import omgservers.runtime.model.VersionUses;
import omgservers.shared.sharding.Ids;

/** The transactions of keeping what versions use. */
@ApplicationScoped
@Transactional
public class UseSteps {
  private final VersionUses uses;
  private final Ids ids;

  /** Transactions on these uses. */
  @Inject
  public UseSteps(VersionUses uses, Ids ids) {
    this.uses = uses;
    this.ids = ids;
  }

  protected UseSteps() {
    this(null, null);
  }

  /** Game servers of a version that are there for the same. */
  record Group(long version, RuntimeQualifier qualifier) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int order = Long.compare(version, other.version);
      return order == 0 ? qualifier.compareTo(other.qualifier) : order;
    }
  }

  /** What was measured of a group: CPU in thousandths and memory in MiB. */
  record Measured(Spread cpuMillis, Spread memoryMib) {
    Measured() {
      this(new Spread(), new Spread());
    }
  }

  /** So much more was measured on the shard, in the order in which every instance locks. */
  void add(int shard, long beside, SortedMap<Group, Measured> measured) {
    measured.forEach(
        (group, more) ->
            uses.lock(shard, group.version, group.qualifier)
                .orElseGet(() -> fresh(shard, beside, group))
                .add(more.cpuMillis, more.memoryMib));
  }

  private VersionUse fresh(int shard, long beside, Group group) {
    VersionUse use = new VersionUse(ids.beside(beside), group.version, group.qualifier);
    uses.add(shard, use);
    return use;
  }
}

package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import omgservers.registry.Catalog;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Spread;
import omgservers.runtime.model.VersionUse;
import omgservers.runtime.model.VersionUses;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;

/** What game servers of a version were measured to use. */
@ApplicationScoped
@Transactional
public class Uses {
  private final VersionUses uses;
  private final Authorization authorization;

  /** Looks at these uses. */
  @Inject
  public Uses(VersionUses uses, Authorization authorization) {
    this.uses = uses;
    this.authorization = authorization;
  }

  protected Uses() {
    this(null, null);
  }

  /** What game servers used that were there for the same: thousandths of a CPU, and MiB. */
  public record GroupUse(
      RuntimeQualifier qualifier, long samples, Spread cpuMillis, Spread memoryMib) {
    static GroupUse of(VersionUse use) {
      return new GroupUse(use.qualifier(), use.samples(), use.cpuMillis(), use.memoryMib());
    }

    private GroupUse and(GroupUse other) {
      cpuMillis.add(other.cpuMillis);
      memoryMib.add(other.memoryMib);
      return new GroupUse(qualifier, samples + other.samples, cpuMillis, memoryMib);
    }
  }

  /** The shard's share of what the version used, for somebody who was shown the version. */
  public List<GroupUse> of(Catalog.VersionFact version, int shard) {
    return uses.of(shard, version.id()).stream().map(GroupUse::of).toList();
  }

  /** The shard's share of what the version used, for those who see to the whole installation. */
  public List<GroupUse> of(Caller caller, long version, int shard) {
    authorization.staffToRead(caller);
    return uses.of(shard, version).stream().map(GroupUse::of).toList();
  }

  /** What all shards know, put together. */
  public static List<GroupUse> together(List<GroupUse> shares) {
    Map<RuntimeQualifier, GroupUse> groups = new EnumMap<>(RuntimeQualifier.class);
    shares.forEach(share -> groups.merge(share.qualifier, share, GroupUse::and));
    return new ArrayList<>(groups.values());
  }
}

package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Accounts accounts = new Accounts(shards);
  private final ApiKeys keys = new ApiKeys(shards);
  private final Holdings holdings = new Holdings(shards);

  private long added(Role role) {
    long id = shards.idOn(0);
    shards.transaction(() -> accounts.add(new Account(id, role, "hash", NOW)));
    return id;
  }

  private ApiKey addedKey(long user, String name) {
    ApiKey.Reach reach = new ApiKey.Reach(Set.of(Scope.READ), null, NOW);
    ApiKey key = new ApiKey(shards.ids().beside(user), user, name, reach, "hash", NOW);
    shards.transaction(() -> keys.add(key));
    return key;
  }

  private List<Long> people(Role role, AccountState state) {
    return shards.inTransaction(
        () ->
            accounts.people(0, role, state, Slice.first(Slice.LIMIT_MAX)).stream()
                .map(Account::id)
                .toList());
  }

  @Test
  void listsPeopleAndNoPlayers() {
    long developer = added(Role.DEVELOPER);
    long support = added(Role.SUPPORT);
    long player = added(Role.PLAYER);
    assertThat(people(null, null)).contains(developer, support).doesNotContain(player);
    assertThat(people(Role.SUPPORT, null)).contains(support).doesNotContain(developer);
    assertThat(people(null, AccountState.DISABLED)).doesNotContain(support);
  }

  @Test
  void countsItsVersionWithEachChange() {
    long id = added(Role.DEVELOPER);
    int version = shards.inTransaction(() -> accounts.find(id).orElseThrow().version());
    shards.transaction(() -> accounts.lock(id).orElseThrow().turn(AccountState.DISABLED));
    Account changed = shards.inTransaction(() -> accounts.find(id).orElseThrow());
    assertThat(changed.version()).isEqualTo(version + 1);
    assertThat(changed.state()).isEqualTo(AccountState.DISABLED);
  }

  @Test
  void keepsWrongPasswords() {
    long id = added(Role.SUPPORT);
    for (int i = 0; i < LockOut.FAILURES_FREE; i++) {
      shards.transaction(() -> accounts.lock(id).orElseThrow().refused(NOW));
    }
    LockOut kept = shards.inTransaction(() -> accounts.find(id).orElseThrow().lockOut());
    assertThat(kept).isEqualTo(new LockOut(5, NOW.plusSeconds(1)));
  }

  @Test
  void seesWhetherAnAdministratorIsLeft() {
    long admin = shards.idOn(1);
    shards.transaction(() -> accounts.add(new Account(admin, Role.ADMIN, "hash", NOW)));
    assertThat(shards.<Boolean>inTransaction(() -> accounts.hasActiveAdmin(1))).isTrue();
    shards.transaction(() -> accounts.lock(admin).orElseThrow().turn(AccountState.DISABLED));
    assertThat(shards.<Boolean>inTransaction(() -> accounts.hasActiveAdmin(1))).isFalse();
  }

  @Test
  void findsKeysOfTheirOwnerOnly() {
    long owner = added(Role.DEVELOPER);
    long other = added(Role.DEVELOPER);
    ApiKey key = addedKey(owner, "ci");
    shards.transaction(
        () -> {
          assertThat(keys.find(owner, key.id())).isPresent();
          assertThat(keys.find(other, key.id())).isEmpty();
          assertThat(keys.find(owner, shards.idOn(1))).isEmpty();
          assertThat(keys.of(owner)).hasSize(1);
          assertThat(keys.list(owner, key.id() + 1, Slice.first(5))).isEmpty();
        });
  }

  @Test
  void removesKeysWithTheirAccount() {
    long owner = added(Role.DEVELOPER);
    addedKey(owner, "ci");
    shards.transaction(() -> accounts.remove(accounts.lock(owner).orElseThrow()));
    assertThat(shards.inTransaction(() -> keys.of(owner))).isEmpty();
  }

  @Test
  void tellsWhatAUserHoldsInSlicesAndDropsIt() {
    long tenant = shards.idOn(0);
    long project = shards.ids().beside(tenant);
    long user = shards.ids().anywhere();
    Tenants tenants = new Tenants(shards);
    shards.transaction(
        () -> {
          tenants.add(tenant, new Tenant(tenant, NOW));
          permit(tenants, tenant, tenant, user, Right.TENANT_VIEWER);
          permit(tenants, tenant, tenant, user, Right.PROJECT_MANAGER);
          permit(tenants, tenant, project, user, Right.PROJECT_VIEWER);
        });
    Holdings.Holding onTenant =
        new Holdings.Holding(tenant, tenant, Set.of(Right.TENANT_VIEWER, Right.PROJECT_MANAGER));
    Holdings.Holding onProject =
        new Holdings.Holding(tenant, project, Set.of(Right.PROJECT_VIEWER));
    shards.transaction(
        () -> {
          assertThat(holdings.of(0, user, Slice.first(5))).containsExactly(onProject, onTenant);
          assertThat(holdings.of(0, user, new Slice(5, true, project))).containsExactly(onTenant);
          assertThat(holdings.of(0, user, new Slice(5, false, tenant))).containsExactly(onProject);
        });
    shards.transaction(() -> holdings.drop(tenant, user));
    assertThat(shards.inTransaction(() -> holdings.of(0, user, Slice.first(5))))
        .containsExactly(onProject);
  }

  private void permit(Tenants tenants, long tenant, long entity, long user, Right right) {
    long id = shards.ids().beside(tenant);
    tenants.add(id, new Permission(id, tenant, entity, user, right, NOW));
  }
}

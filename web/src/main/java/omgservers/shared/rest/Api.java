package omgservers.shared.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import omgservers.builder.rest.BuildLogResource;
import omgservers.builder.rest.BuildsResource;
import omgservers.deployment.rest.DeploymentsResource;
import omgservers.deployment.rest.FollowingResource;
import omgservers.deployment.rest.LobbiesResource;
import omgservers.installation.rest.AuditResource;
import omgservers.installation.rest.HealthResource;
import omgservers.installation.rest.MetricsResource;
import omgservers.installation.rest.SigningKeysResource;
import omgservers.installation.rest.SlotMovesResource;
import omgservers.installation.rest.TenantAuditResource;
import omgservers.installation.rest.TopologyResource;
import omgservers.matchmaking.rest.MatchesResource;
import omgservers.matchmaking.rest.MatchmakingResource;
import omgservers.matchmaking.rest.QueuesResource;
import omgservers.player.rest.ClientsResource;
import omgservers.player.rest.PlayersResource;
import omgservers.pool.rest.FollowParameter;
import omgservers.pool.rest.PoolResource;
import omgservers.registry.rest.ImagesResource;
import omgservers.registry.rest.QuotaResource;
import omgservers.registry.rest.RegistryResource;
import omgservers.registry.rest.VersionsResource;
import omgservers.runtime.rest.AdviceResource;
import omgservers.runtime.rest.LogResource;
import omgservers.runtime.rest.LogSearchResource;
import omgservers.runtime.rest.StageRuntimesResource;
import omgservers.runtime.rest.UseHistoryResource;
import omgservers.runtime.rest.VersionUseResource;
import omgservers.tenancy.rest.AccountKeysResource;
import omgservers.tenancy.rest.AccountPermissionsResource;
import omgservers.tenancy.rest.AccountsResource;
import omgservers.tenancy.rest.MeResource;
import omgservers.tenancy.rest.ProjectPermissionsResource;
import omgservers.tenancy.rest.ProjectsResource;
import omgservers.tenancy.rest.StagePermissionsResource;
import omgservers.tenancy.rest.StagesResource;
import omgservers.tenancy.rest.TenantPermissionsResource;
import omgservers.tenancy.rest.TenantsResource;
import omgservers.tenancy.rest.TokensResource;

/**
 * Our own API, beside the public protocol. A path is answered by the class whose own path has the
 * most literal characters, and by no other: each branch of a path that has a class needs all of its
 * methods there.
 */
@ApplicationScoped
@ApplicationPath(Api.PATH)
public class Api extends Application {
  /** Where it begins. */
  public static final String PATH = "/api/v1";

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new java.util.HashSet<>(Entrypoints.COMMON);
    classes.remove(JsonbResolver.class);
    classes.addAll(Set.of(StrictJson.class, KnownParameters.class, IdempotencyFilter.class));
    classes.addAll(
        Set.of(
            TenantsResource.class,
            ProjectsResource.class,
            StagesResource.class,
            TenantPermissionsResource.class,
            ProjectPermissionsResource.class,
            StagePermissionsResource.class,
            AccountsResource.class,
            AccountKeysResource.class,
            AccountPermissionsResource.class,
            MeResource.class,
            TokensResource.class,
            StageRuntimesResource.class));
    classes.addAll(
        Set.of(
            Parameters.class,
            VersionsResource.class,
            DeploymentsResource.class,
            LobbiesResource.class,
            MatchesResource.class,
            QueuesResource.class,
            MatchmakingResource.class,
            MetricsResource.class,
            HealthResource.class,
            ClientsResource.class,
            PlayersResource.class));
    classes.addAll(
        Set.of(
            ContractResource.class,
            PoolResource.class,
            SigningKeysResource.class,
            SlotMovesResource.class,
            TopologyResource.class,
            AuditResource.class,
            TenantAuditResource.class));
    classes.addAll(Set.of(LogResource.class, LogSearchResource.class, FollowParameter.class));
    classes.addAll(
        Set.of(UseHistoryResource.class, VersionUseResource.class, AdviceResource.class));
    classes.addAll(
        Set.of(
            RegistryResource.class,
            ImagesResource.class,
            QuotaResource.class,
            FollowingResource.class));
    classes.addAll(Set.of(BuildsResource.class, BuildLogResource.class));
    return classes;
  }

  @Override
  public Map<String, Object> getProperties() {
    return Entrypoints.NO_WADL;
  }
}

package omgservers.ctl;

import java.util.List;

/** All nouns that the tool knows, in the order in which they are shown. */
final class Nouns {
  /** The nouns of the command line. */
  static final List<Noun> ALL =
      List.of(
          new Noun("ping", "Asks whether the server answers.", SignInNouns::ping),
          new Noun("login", "Logs in; later commands use it.", SignInNouns::login),
          new Noun("logout", "Forgets a kept login.", SignInNouns::logout),
          new Noun("me", "Who you are.", SignInNouns::me),
          new Noun("password", "Your password.", SignInNouns::password),
          new Noun("token", "Your tokens.", SignInNouns::token),
          new Noun("profile", "The installations that you work with.", SignInNouns::profile),
          new Noun("init", "Creates all that a developer needs to begin.", StartNouns::init),
          new Noun("developer", "Developers, the short way.", StartNouns::developer),
          new Noun("account", "Accounts of people.", AccountNouns::account),
          new Noun("key", "API keys, for pipelines.", AccountNouns::key),
          new Noun("permission", "Who may do what.", AccountNouns::permission),
          new Noun("alias", "Names of things and people.", AccountNouns::alias),
          new Noun("tenant", "Tenants: who owns projects.", TenancyNouns::tenant),
          new Noun("project", "Projects: the games of a tenant.", TenancyNouns::project),
          new Noun("stage", "Stages: where players play.", TenancyNouns::stage),
          new Noun("version", "Versions of a game.", VersionNouns::version),
          new Noun("build", "Images built from source.", BuildNouns::build),
          new Noun("image", "Images of a version.", VersionNouns::image),
          new Noun("push", "What was pushed to the registry.", RegistryNouns::push),
          new Noun("follow", "Stages that follow a tag.", RegistryNouns::follow),
          new Noun("deployment", "Deployments: versions on stages.", RunningNouns::deployment),
          new Noun("lobby", "Lobbies of a deployment.", RunningNouns::lobby),
          new Noun("match", "Matches of a deployment.", RunningNouns::match),
          new Noun("queue", "Who waits for a match.", RunningNouns::queue),
          new Noun("ticket", "A client's wait for a match.", RunningNouns::ticket),
          new Noun("matchmaking", "Other rules, tried on tickets.", MatchmakingNouns::matchmaking),
          new Noun("runtime", "Game servers of a stage.", RunningNouns::runtime),
          new Noun("log", "What game servers wrote.", LogNouns::log),
          new Noun("client", "Sessions of players on a stage.", RunningNouns::client),
          new Noun("player", "Players of a stage.", PlayerNouns::player),
          new Noun("pool", "Servers that game servers run on.", PoolNouns::pool),
          new Noun("container", "What runs on the pool's servers.", PoolNouns::container),
          new Noun("registry", "Where images are pushed to.", RegistryNouns::registry),
          new Noun("quota", "How much of the registry is whose.", RegistryNouns::quota),
          new Noun("shard", "Databases of the installation.", ShardNouns::shard),
          new Noun("slot", "Which shard holds which slot.", InstallationNouns::slot),
          new Noun("instance", "Running instances.", InstallationNouns::instance),
          new Noun("signing-key", "Keys that sign tokens.", InstallationNouns::signingKey),
          new Noun("audit", "Who changed what.", InstallationNouns::audit),
          new Noun("openapi", "The contract of the API.", InstallationNouns::openapi),
          new Noun("completion", "Completion for your shell.", SignInNouns::completion));

  private Nouns() {}
}

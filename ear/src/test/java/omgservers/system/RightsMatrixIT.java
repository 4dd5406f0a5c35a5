package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import omgservers.system.MatrixWorld.Account;
import omgservers.system.MatrixWorld.Estate;
import omgservers.system.RightsTable.Line;
import omgservers.system.RightsTable.Right;
import omgservers.system.ServedContract.Described;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every call of the server as everybody: those whom rights.md names may, all others may not. Along
 * the way each answer is held against the contract.
 */
class RightsMatrixIT {
  private static final String OWN = "/api/v1/";
  private static final List<String> ROLES = List.of("admin", "support", "player", "runtime");

  /** What calls answer to whom may make them, as far as rights go. */
  private static final Set<Integer> DONE_OR_ELSE_WRONG = Set.of(200, 201, 202, 204, 404, 409, 502);

  private static MatrixWorld world;
  private static ServedContract contract;
  private static MatrixCalls calls;
  private static Map<String, Line> table;

  @BeforeAll
  static void prepare() {
    world = new MatrixWorld();
    world.startGame();
    contract = ServedContract.of(world.nobody());
    calls = new MatrixCalls(world, contract);
    table = RightsTable.read();
  }

  @Test
  void hasOneLineForEachCall() {
    assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(contract.calls().keySet());
  }

  @Test
  void knowsOpenCallsAsTheContractDoes() {
    contract
        .calls()
        .forEach(
            (name, call) ->
                assertThat(call.operation().path("security").isEmpty())
                    .as(name)
                    .isEqualTo(table.get(name).isOpen()));
  }

  @TestFactory
  Stream<DynamicTest> letsInWhoIsNamedAndNobodyElse() {
    return contract.calls().values().stream()
        .filter(call -> table.containsKey(call.name()))
        .map(call -> DynamicTest.dynamicTest(call.name(), () -> tryAsEverybody(call)));
  }

  /** Somebody who tries a call, where, and whether they may. */
  private record Try(String who, Account caller, Estate place, boolean allowed) {}

  private static void tryAsEverybody(Described call) {
    Line line = table.get(call.name());
    List<String> faults = new ArrayList<>();
    for (Try each : tries(call, line)) {
      Calls.Reply reply = attempt(call, line, each);
      String fault = each.allowed ? notDone(reply) : notRefused(call, each, reply);
      if (!fault.isEmpty()) {
        faults.add(each.who + ": " + fault + ": " + reply);
      }
      contract.faults(call, reply).forEach(wrong -> faults.add(each.who + ": " + wrong));
    }
    assertThat(faults).as(call.name()).isEmpty();
  }

  private static List<Try> tries(Described call, Line line) {
    boolean reads = call.verb().equals("GET");
    List<Try> tries = new ArrayList<>();
    Account nobody = new Account("", "none", world.nobody());
    tries.add(new Try("nobody", nobody, place(reads, line.isOpen(), Set.of()), line.isOpen()));
    for (String role : ROLES) {
      boolean allowed = line.lets(role);
      Estate place = reads ? world.livingEstate() : place(false, allowed, Set.of());
      tries.add(new Try(role, caller(role, line, allowed), place, allowed));
    }
    boolean any = line.lets("developer");
    Set<Right> enough = line.rights();
    for (Right right : enough) {
      Set<Right> one = EnumSet.of(right);
      tries.add(new Try("with " + right, developer(), place(reads, true, one), true));
    }
    Set<Right> others = EnumSet.complementOf(setOf(enough));
    tries.add(
        new Try("with " + others, caller("developer", line, any), place(reads, any, others), any));
    tries.add(
        new Try("a stranger", caller("developer", line, any), place(reads, any, Set.of()), any));
    return tries;
  }

  private static EnumSet<Right> setOf(Set<Right> rights) {
    return rights.isEmpty() ? EnumSet.noneOf(Right.class) : EnumSet.copyOf(rights);
  }

  private static Account developer() {
    return world.somebody("developer");
  }

  private static Account caller(String role, Line line, boolean allowed) {
    return switch (role) {
      case "player" -> new Account("", "none", world.player());
      case "runtime" -> new Account("", "none", world.runtime());
      default ->
          line.needs().equals("caller") && allowed
              ? world.account(role.toUpperCase(java.util.Locale.ROOT))
              : world.somebody(role);
    };
  }

  /** Only calls that are done and change something need a place of their own. */
  private static Estate place(boolean reads, boolean allowed, Set<Right> rights) {
    return allowed && !reads ? world.estate(rights) : world.sharedEstate(rights);
  }

  private static Calls.Reply attempt(Described call, Line line, Try each) {
    boolean changes = each.allowed && !call.verb().equals("GET");
    Account target = changes ? world.account("DEVELOPER") : developer();
    return calls.send(call, line, each.caller, calls.values(line, each.caller, each.place, target));
  }

  private static String notDone(Calls.Reply reply) {
    if (!DONE_OR_ELSE_WRONG.contains(reply.status())) {
      return "should be let in";
    }
    return isNoTenant(reply) ? "should know the tenant" : "";
  }

  private static String notRefused(Described call, Try each, Calls.Reply reply) {
    if (each.who.equals("nobody")) {
      return reply.status() == 401 ? "" : "should be asked for a token";
    }
    boolean foreign = each.who.equals("a stranger") && call.path().startsWith(OWN + "tenants/{");
    if (foreign) {
      return isNoTenant(reply) ? "" : "should not know of the tenant";
    }
    boolean hidden = each.who.equals("a stranger") && (isNoTenant(reply) || isNoDeployment(reply));
    return reply.status() == 403 || hidden ? "" : "should be refused";
  }

  /** The protocol names deployments without their tenant: to strangers they do not exist. */
  private static boolean isNoDeployment(Calls.Reply reply) {
    return reply.status() == 404 && reply.text("detail").startsWith("There is no deployment ");
  }

  private static boolean isNoTenant(Calls.Reply reply) {
    return reply.status() == 404
        && reply.text("detail").startsWith("tenant: there is none of this id");
  }
}

package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import omgservers.system.BodyBounds.Bound;
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
 * Every bound that the contract gives to a field of a body, in both APIs: what is at it is taken as
 * far as the field goes, what is one past it is refused, and the answer names the field.
 */
class BoundsIT {
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

  private static Stream<Described> bounded() {
    BodyBounds bounds = new BodyBounds(contract, Map.of());
    return contract.calls().values().stream()
        .filter(call -> !bounds.of(contract.body(call)).isEmpty());
  }

  @Test
  void findsTheBoundsOfTheContract() {
    assertThat(bounded()).hasSizeGreaterThan(50);
  }

  @TestFactory
  Stream<DynamicTest> holdsAtAndOnePastTheBound() {
    return bounded().map(call -> DynamicTest.dynamicTest(call.name(), () -> tryBounds(call)));
  }

  private static void tryBounds(Described call) {
    Line line = table.get(call.name());
    Account caller = caller(line);
    Estate place = world.estate(EnumSet.allOf(Right.class));
    Map<String, String> values = calls.values(line, caller, place, world.account("DEVELOPER"));
    BodyBounds bounds = new BodyBounds(contract, values);
    String body = calls.body(call, line, values);
    List<Bound> all = bounds.of(contract.body(call));
    List<String> faults = new ArrayList<>();
    Map<Bound, String> said = new HashMap<>();
    for (Bound bound : all) {
      Calls.Reply past =
          calls.send(call, line, caller, values, bounds.with(body, bound.way(), bound.past()));
      said.put(bound, said(past, bound.field()));
      if (past.status() != 400 || said.get(bound).isEmpty()) {
        faults.add(bound + " should be refused: " + past);
      }
    }
    // Afterwards, as some of these are done, and the place may be gone then.
    for (Bound bound : all) {
      Calls.Reply at =
          calls.send(call, line, caller, values, bounds.with(body, bound.way(), bound.at()));
      boolean alike =
          at.status() == 400
              && !said.get(bound).isEmpty()
              && said(at, bound.field()).equals(said.get(bound));
      if (at.status() >= 500 || alike) {
        faults.add(bound + ", and at it is refused: " + at);
      }
    }
    assertThat(faults).as(call.name()).isEmpty();
  }

  private static Account caller(Line line) {
    if (line.isOpen()) {
      return new Account("", "none", world.nobody());
    }
    if (line.lets("player")) {
      return new Account("", "none", world.player());
    }
    if (line.lets("runtime")) {
      return new Account("", "none", world.runtime());
    }
    for (String role : List.of("admin", "support")) {
      if (line.lets(role)) {
        // Some of these calls sign out who makes them.
        return world.account(role.toUpperCase(Locale.ROOT));
      }
    }
    return world.somebody("developer");
  }

  /** What the reply says of the field; nothing when it does not name it. */
  private static String said(Calls.Reply reply, String field) {
    for (JsonNode error : reply.json().path("errors")) {
      String last = error.path("field").asText().replaceAll("\\[[0-9]*]$", "");
      if (last.equals(field) || last.endsWith("." + field)) {
        return error.path("message").asText();
      }
    }
    return "";
  }
}

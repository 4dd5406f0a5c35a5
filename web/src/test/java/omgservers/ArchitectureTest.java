package omgservers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TimerService;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The walls between contexts, and the rules that keep the code readable. */
@AnalyzeClasses(packages = "omgservers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Which contexts a context may use; everybody may use shared, and boot starts everything. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("shared", Set.of()),
          Map.entry("tenancy", Set.of()),
          Map.entry("installation", Set.of("tenancy")),
          Map.entry("pool", Set.of("tenancy")),
          Map.entry("registry", Set.of("tenancy")),
          Map.entry("builder", Set.of("pool", "registry", "tenancy")),
          Map.entry("runtime", Set.of("pool", "registry", "tenancy")),
          Map.entry("matchmaking", Set.of("runtime", "pool", "registry", "tenancy")),
          Map.entry("deployment", Set.of("tenancy", "registry", "runtime", "matchmaking", "pool")),
          Map.entry(
              "player",
              Set.of("tenancy", "deployment", "matchmaking", "runtime", "registry", "pool")),
          Map.entry(
              "removal",
              Set.of(
                  "tenancy",
                  "registry",
                  "builder",
                  "pool",
                  "runtime",
                  "matchmaking",
                  "deployment",
                  "player")),
          Map.entry("dispatcher", Set.of("player", "runtime")));

  /** The two classes that put all doors together. */
  private static final List<String> DOORS =
      List.of("omgservers.shared.rest.Entrypoints", "omgservers.shared.rest.Api");

  private static String context(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    return parts.length > 1 ? parts[1] : "";
  }

  @ArchTest
  static final ArchRule contexts_follow_the_arrows =
      classes()
          .should(
              new ArchCondition<JavaClass>("use only contexts that their own may use") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  Set<String> allowed = ARROWS.get(context(type));
                  if (allowed == null || DOORS.contains(type.getName())) {
                    return;
                  }
                  type.getDirectDependenciesFromSelf().stream()
                      .filter(used -> ARROWS.containsKey(context(used.getTargetClass())))
                      .filter(used -> !context(used.getTargetClass()).equals(context(type)))
                      .filter(used -> !context(used.getTargetClass()).equals("shared"))
                      .filter(used -> !allowed.contains(context(used.getTargetClass())))
                      .filter(used -> !isDoor(type))
                      .forEach(
                          used ->
                              events.add(
                                  SimpleConditionEvent.violated(type, used.getDescription())));
                }
              });

  /** A resource or a page may put use cases of several contexts together: no room, but a door. */
  private static boolean isDoor(JavaClass type) {
    return type.getPackageName().endsWith(".rest") || type.getPackageName().endsWith(".console");
  }

  @ArchTest
  static final ArchRule streams_are_not_for_whoever_accepts_anything =
      methods()
          .should(
              new ArchCondition<JavaMethod>("say that a stream of events comes second") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean streams =
                      method.getRawParameterTypes().stream()
                          .anyMatch(type -> type.isEquivalentTo(SseEventSink.class));
                  boolean second =
                      method
                          .tryGetAnnotationOfType(Produces.class)
                          .filter(produces -> produces.value()[0].contains(";qs=0."))
                          .isPresent();
                  if (streams && method.isAnnotatedWith(GET.class) && !second) {
                    events.add(
                        SimpleConditionEvent.violated(method, method.getFullName() + " has no qs"));
                  }
                }
              });

  @ArchTest
  static final ArchRule models_know_no_use_cases_and_no_doors =
      noClasses()
          .that()
          .resideInAPackage("..model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.websocket..", "jakarta.ejb..");

  @ArchTest
  static final ArchRule only_shards_hold_persistence_contexts =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .doNotHaveSimpleName("Shards")
          .and()
          .areDeclaredInClassesThat()
          .doNotHaveSimpleName("Held")
          .should()
          .haveRawType(EntityManager.class)
          .orShould()
          .haveRawType(EntityManagerFactory.class);

  @ArchTest
  static final ArchRule only_time_asks_the_clock =
      noClasses()
          .that()
          .doNotHaveSimpleName("Time")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule names_tell_a_role_and_no_pattern =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Service|Manager|Helper|Util|Utils|Dto|Bean|Operation)");

  @ArchTest
  static final ArchRule nobody_writes_to_the_console =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule only_settings_read_configuration =
      noClasses()
          .that()
          .doNotHaveSimpleName("Settings")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.eclipse.microprofile.config.ConfigProvider");

  @ArchTest
  static final ArchRule interfaces_have_more_than_one_implementation =
      classes()
          .that()
          .areInterfaces()
          .and()
          .areNotAnnotations()
          .should(ArchConditions.not(haveOneImplementation()));

  /** Mail is a mark: what travels is a record of whoever sends it. */
  private static final Set<String> ONE_FOR_NOW = Set.of("Mail");

  private static ArchCondition<JavaClass> haveOneImplementation() {
    return new ArchCondition<>("have exactly one implementation") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean one =
            type.getAllSubclasses().size() == 1 && !ONE_FOR_NOW.contains(type.getSimpleName());
        events.add(
            new SimpleConditionEvent(
                type, one, type.getName() + " has " + type.getAllSubclasses().size()));
      }
    };
  }

  /** Who has fields filled in because it is made by the server in no other way, and with what. */
  private static boolean mayBeInjected(JavaField field) {
    JavaClass owner = field.getOwner();
    if (field.isAnnotatedWith(Context.class)) {
      return owner.isAnnotatedWith(Provider.class);
    }
    if (field.isAnnotatedWith(Resource.class)) {
      return owner.isAnnotatedWith(Singleton.class)
          && (field.getRawType().isEquivalentTo(TimerService.class)
              || field.getRawType().isEquivalentTo(SessionContext.class));
    }
    return field.isAnnotatedWith(Inject.class)
        && (owner.isAnnotatedWith(ServerEndpoint.class)
            || owner.isAssignableTo(Filter.class)
            || owner.isAssignableTo(HttpServlet.class)
            || owner.isAssignableTo(ServletContextListener.class));
  }

  /**
   * Beans get what they need in their constructors: where a server knows no component, it leaves
   * fields empty without a word. Decision 0003.
   */
  @ArchTest
  static final ArchRule fields_are_not_injected =
      fields()
          .that()
          .areAnnotatedWith(Inject.class)
          .or()
          .areAnnotatedWith(Resource.class)
          .or()
          .areAnnotatedWith(EJB.class)
          .or()
          .areAnnotatedWith(PersistenceContext.class)
          .or()
          .areAnnotatedWith(PersistenceUnit.class)
          .or()
          .areAnnotatedWith(Context.class)
          .should(
              new ArchCondition<JavaField>("be where nothing else is possible") {
                @Override
                public void check(JavaField field, ConditionEvents events) {
                  events.add(
                      new SimpleConditionEvent(
                          field, mayBeInjected(field), field.getFullName() + " is injected"));
                }
              });

  @ArchTest
  static final ArchRule contexts_are_free_of_cycles =
      slices()
          .matching("omgservers.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "resources, pages and their lists", ArchitectureTest::isDoor),
              com.tngtech.archunit.base.DescribedPredicate.alwaysTrue());
}

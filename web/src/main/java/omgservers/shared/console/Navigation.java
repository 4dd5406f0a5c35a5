package omgservers.shared.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where one can go from everywhere, as far as the visitor may, and how the console looks. */
@Named
@RequestScoped
public class Navigation {
  private static final String LOOK = "omgservers-look";
  private static final Set<String> LOOKS = Set.of("dark", "light");

  private static final List<Item> ITEMS =
      List.of(
          new Item("overview", List.of(), false),
          new Item(
              "tenants",
              List.of(
                  "tenant",
                  "project",
                  "version",
                  "stage",
                  "deployment",
                  "runtimes",
                  "runtime",
                  "logs",
                  "players",
                  "player",
                  "builds",
                  "build",
                  "images"),
              false),
          new Item("matchmaking", List.of("queues", "queue", "ticket"), false),
          new Item("pool", List.of("pool-server"), true),
          new Item("registry", List.of(), true),
          new Item("shards", List.of(), true),
          new Item("audit", List.of(), false),
          new Item("keys", List.of(), false));

  private final HttpServletRequest request;
  private final Visitor visitor;

  /** Navigation of the visitor. */
  @Inject
  public Navigation(HttpServletRequest request, Visitor visitor) {
    this.request = request;
    this.visitor = visitor;
  }

  protected Navigation() {
    this(null, null);
  }

  /**
   * A page that can be gone to: its text is <code>nav.</code> and its name.
   *
   * @param within names of other pages that belong to it
   * @param forStaff whether developers cannot use it
   */
  public record Item(String name, List<String> within, boolean forStaff) {
    /** The name, which is its icon's, too. */
    public String getName() {
      return name;
    }

    /** The address. */
    public String getAddress() {
      return "/console/" + name;
    }
  }

  /** Where the visitor can go. */
  public List<Item> getItems() {
    return ITEMS.stream().filter(item -> !item.forStaff || visitor.isStaff()).toList();
  }

  /** Whether the present page is the item's or belongs to it. */
  public boolean isAt(Item item) {
    String name = page();
    return item.name.equals(name) || item.within.contains(name);
  }

  private String page() {
    String path = request.getRequestURI();
    String name = path.substring(path.lastIndexOf('/') + 1);
    int end = name.indexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }

  /** Dark or light if the visitor chose, and otherwise what the browser is set to. */
  public String getLook() {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? "auto"
        : Arrays.stream(cookies)
            .filter(cookie -> LOOK.equals(cookie.getName()))
            .map(Cookie::getValue)
            .filter(LOOKS::contains)
            .findFirst()
            .orElse("auto");
  }
}

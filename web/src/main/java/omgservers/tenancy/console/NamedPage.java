package omgservers.tenancy.console;

import java.util.List;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;

/** The page of something that has names, which can be added and freed. */
public abstract class NamedPage {
  private final Asked asked;
  private final Visitor visitor;
  private String fresh;

  NamedPage(Asked asked, Visitor visitor) {
    this.asked = asked;
    this.visitor = visitor;
  }

  /** The names. */
  public abstract List<String> getAliases();

  abstract void name(String alias);

  abstract void unname(String alias);

  /** The address of the page for whoever changed what it was called by. */
  abstract String address();

  /** The name to add. */
  public String getFresh() {
    return fresh;
  }

  /** The name to add. */
  public void setFresh(String fresh) {
    this.fresh = fresh;
  }

  /** Adds the name. */
  public void addName() {
    name(fresh);
    visitor.done("names.added", fresh);
  }

  /** Frees the name. */
  public void removeName() {
    String alias = asked.getSubject();
    unname(alias);
    visitor.say("names.freed", alias);
    visitor.goTo(address());
  }
}

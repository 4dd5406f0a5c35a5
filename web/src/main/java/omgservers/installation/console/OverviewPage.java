package omgservers.installation.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import omgservers.installation.Pulse;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.tenancy.Caller;

/** The first page: how it is now, how it was during the last hour, and what needs attention. */
@Named
@RequestScoped
public class OverviewPage {
  private final OverviewFigures overview;
  private final Visitor visitor;
  private final Words words;
  private OverviewFigures.Figures figures;
  private List<Pulse.Beat> lately;

  /** The page with these figures. */
  @Inject
  public OverviewPage(OverviewFigures overview, Visitor visitor, Words words) {
    this.overview = overview;
    this.visitor = visitor;
    this.words = words;
  }

  protected OverviewPage() {
    this(null, null, null);
  }

  @PostConstruct
  void open() {
    Caller caller = visitor.caller();
    figures = overview.now(caller);
    lately = overview.lately(caller);
  }

  /** The figures of the moment, as the page's script reads them. */
  public String getFigures() {
    return omgservers.shared.platform.Json.write(figures);
  }

  /** A chart of these figures over the last hour, as its script reads it. */
  public String chart(String... names) {
    JsonArrayBuilder lines = Json.createArrayBuilder();
    for (String name : names) {
      JsonArrayBuilder points = Json.createArrayBuilder();
      Pulse.Beat last = null;
      for (Pulse.Beat beat : lately) {
        Double value = OverviewFigures.value(name, last, beat);
        if (value != null) {
          points.add(Json.createObjectBuilder().add("x", beat.at().toEpochMilli()).add("y", value));
        }
        last = beat;
      }
      lines.add(
          Json.createObjectBuilder()
              .add("name", name)
              .add("label", words.of("overview." + name))
              .add("data", points));
    }
    return Json.createObjectBuilder()
        .add("type", "line")
        .add("data", Json.createObjectBuilder().add("datasets", lines))
        .build()
        .toString();
  }
}

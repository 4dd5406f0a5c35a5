package omgservers.matchmaking.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import omgservers.matchmaking.Explaining;
import omgservers.matchmaking.Simulating;
import omgservers.matchmaking.round.Simulation;
import omgservers.registry.VersionConfig;
import omgservers.shared.console.ChartLines;
import omgservers.shared.console.Words;
import omgservers.shared.problem.Refusal;

/** Tries changed rules of the mode on tickets that were recorded or are made up. */
@Named
@RequestScoped
public class SimulationForm {
  private static final int PER_MINUTE_MAX = 10_000;
  private static final int MINUTES_MAX = 1_440;

  private final Explaining explaining;
  private final Simulating simulating;
  private final ModeText texts;
  private final QueuePage page;
  private final Words words;
  private String configuration;
  private boolean recorded;
  private Integer perMinute = 30;
  private Integer minutes = 20;
  private Integer seed = 1;
  private Double mean = 1_500.0;
  private Double deviation = 300.0;
  private Simulation.Result before;
  private Simulation.Result after;

  /** A form of the page. */
  @Inject
  public SimulationForm(
      Explaining explaining, Simulating simulating, ModeText texts, QueuePage page, Words words) {
    this.explaining = explaining;
    this.simulating = simulating;
    this.texts = texts;
    this.page = page;
    this.words = words;
  }

  protected SimulationForm() {
    this(null, null, null, null, null);
  }

  /** The mode to try, as text; the present one at first. */
  public String getConfiguration() {
    return configuration == null ? ModeText.write(page.spot().mode()) : configuration;
  }

  /** The mode to try, as text. */
  public void setConfiguration(String configuration) {
    this.configuration = configuration;
  }

  /** Whether it is tried on what was recorded. */
  public boolean isRecorded() {
    return recorded;
  }

  /** Whether it is tried on what was recorded. */
  public void setRecorded(boolean recorded) {
    this.recorded = recorded;
  }

  /** How many tickets come in a minute. */
  public Integer getPerMinute() {
    return perMinute;
  }

  /** How many tickets come in a minute. */
  public void setPerMinute(Integer perMinute) {
    this.perMinute = perMinute;
  }

  /** For how long they come. */
  public Integer getMinutes() {
    return minutes;
  }

  /** For how long they come. */
  public void setMinutes(Integer minutes) {
    this.minutes = minutes;
  }

  /** The same tickets are made up for the same number. */
  public Integer getSeed() {
    return seed;
  }

  /** The same tickets are made up for the same number. */
  public void setSeed(Integer seed) {
    this.seed = seed;
  }

  /** The middle of all numbers. */
  public Double getMean() {
    return mean;
  }

  /** The middle of all numbers. */
  public void setMean(Double mean) {
    this.mean = mean;
  }

  /** How far numbers spread. */
  public Double getDeviation() {
    return deviation;
  }

  /** How far numbers spread. */
  public void setDeviation(Double deviation) {
    this.deviation = deviation;
  }

  /** Plays both configurations on the same tickets. */
  public void simulate() {
    ModesAsked.Spot spot = page.spot();
    VersionConfig.Mode changed = texts.read(getConfiguration());
    List<Simulation.Arrival> arrivals =
        recorded
            ? explaining.recorded(spot.stage(), spot.matchmaker(), spot.mode().name())
            : simulating.arrivals(changed, madeUp());
    Simulation.Result tried = simulating.play(changed, arrivals);
    before = changed.equals(spot.mode()) ? tried : simulating.play(spot.mode(), arrivals);
    after = tried;
  }

  private Simulating.Synthetic madeUp() {
    require("per minute", perMinute, PER_MINUTE_MAX);
    require("minutes", minutes, MINUTES_MAX);
    if (mean == null || deviation == null || deviation < 0) {
      throw Refusal.field("deviation", "must not be negative, and there must be a mean");
    }
    return new Simulating.Synthetic(perMinute, minutes, seed == null ? 0 : seed, mean, deviation);
  }

  private static void require(String field, Integer value, int max) {
    if (value == null || value < 1 || value > max) {
      throw Refusal.field(field, "must be from 1 to " + max);
    }
  }

  /** Whether something was tried. */
  public boolean isTried() {
    return after != null;
  }

  /** A figure of both. */
  public record Line(String name, String before, String after) {}

  /** What became of the tickets. */
  public List<Line> getLines() {
    List<Line> lines = new ArrayList<>();
    line(lines, "tickets", before.tickets(), after.tickets());
    line(lines, "matched", before.matched(), after.matched());
    line(lines, "expired", before.expired(), after.expired());
    line(lines, "starved", before.starved(), after.starved());
    line(lines, "matches", before.matches(), after.matches());
    span(lines, "p50", before.p50(), after.p50());
    span(lines, "p95", before.p95(), after.p95());
    span(lines, "p99", before.p99(), after.p99());
    span(lines, "longest", before.longest(), after.longest());
    line(lines, "fill", share(before.fill()), share(after.fill()));
    line(lines, "spread", before.spread(), after.spread());
    return lines;
  }

  private static Double share(Double fill) {
    return fill == null ? null : 100 * fill;
  }

  private void line(List<Line> lines, String name, Number old, Number fresh) {
    lines.add(new Line(words.of("simulation." + name), words.figure(old), words.figure(fresh)));
  }

  private void span(List<Line> lines, String name, Long old, Long fresh) {
    lines.add(new Line(words.of("simulation." + name), words.span(old), words.span(fresh)));
  }

  /** How long they waited, before and after, as a chart. */
  public String getChart() {
    List<String> names =
        after.waits().stream()
            .map(
                each ->
                    each.upTo() == null
                        ? words.of("simulation.longer")
                        : words.of("simulation.up-to", Long.toString(each.upTo() / 1_000)))
            .toList();
    return new ChartLines()
        .columns(words.of("simulation.before"), counts(before))
        .columns(words.of("simulation.after"), counts(after))
        .over(names);
  }

  private static List<Integer> counts(Simulation.Result result) {
    return result.waits().stream().map(Simulation.Column::tickets).toList();
  }
}

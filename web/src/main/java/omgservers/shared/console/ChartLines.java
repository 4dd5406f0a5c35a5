package omgservers.shared.console;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.util.List;

/** What a chart shows, as its script reads it. */
public final class ChartLines {
  private final JsonArrayBuilder lines = Json.createArrayBuilder();

  /** A value at a moment; null where nothing is known. */
  public record Point(Instant at, Double value) {}

  /**
   * A line over time.
   *
   * @param name what it is called in live figures
   * @param label what people read
   */
  public ChartLines line(String name, String label, List<Point> points) {
    JsonArrayBuilder data = Json.createArrayBuilder();
    points.stream()
        .filter(point -> point.value != null)
        .forEach(
            point ->
                data.add(
                    Json.createObjectBuilder()
                        .add("x", point.at.toEpochMilli())
                        .add("y", point.value)));
    lines.add(Json.createObjectBuilder().add("name", name).add("label", label).add("data", data));
    return this;
  }

  /** Columns, one for each of the names below the chart. */
  public ChartLines columns(String label, List<Integer> values) {
    JsonArrayBuilder data = Json.createArrayBuilder();
    values.forEach(data::add);
    lines.add(Json.createObjectBuilder().add("label", label).add("data", data));
    return this;
  }

  /** The lines as a chart over time. */
  public String overTime() {
    return Json.createObjectBuilder()
        .add("type", "line")
        .add("data", Json.createObjectBuilder().add("datasets", lines))
        .build()
        .toString();
  }

  /** The columns as a chart with these names below. */
  public String over(List<String> names) {
    JsonArrayBuilder labels = Json.createArrayBuilder();
    names.forEach(labels::add);
    return Json.createObjectBuilder()
        .add("type", "bar")
        .add("data", Json.createObjectBuilder().add("labels", labels).add("datasets", lines))
        .build()
        .toString();
  }
}

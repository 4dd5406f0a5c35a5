package omgservers.registry.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omgservers.registry.Images;
import omgservers.registry.Images.PushedFact;
import omgservers.registry.model.PushedImage;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Settings;
import omgservers.tenancy.Directory;
import omgservers.tenancy.console.Where;

/** What was pushed to the repository of a project. */
@Named
@RequestScoped
public class ImagesPage {
  private static final double MIB = 1 << 20;

  private final Images images;
  private final Directory directory;
  private final Settings settings;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private Asked.Listed<PushedFact> list;
  private Map<Long, List<String>> people;

  /** A page by these use cases. */
  @Inject
  public ImagesPage(
      Images images,
      Directory directory,
      Settings settings,
      Asked asked,
      Visitor visitor,
      Where where) {
    this.images = images;
    this.directory = directory;
    this.settings = settings;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected ImagesPage() {
    this(null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    list =
        asked.listed(
            images.list(
                where.caller(),
                where.project(),
                asked.one(PushedImage.State.class, "state"),
                asked.slice()),
            PushedFact::id);
    people =
        directory.names(
            list.items().stream()
                .map(PushedFact::pushedBy)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
  }

  /** The images. */
  public Asked.Listed<PushedFact> getList() {
    return list;
  }

  /** Who pushed the image, if that is known. */
  public String by(PushedFact image) {
    return image.pushedBy() == null
        ? null
        : Where.name(people.getOrDefault(image.pushedBy(), List.of()), image.pushedBy());
  }

  /** Its tags. */
  public String tags(PushedFact image) {
    return String.join(", ", image.tags());
  }

  /** Its size in MiB. */
  public String size(PushedFact image) {
    return "%.1f".formatted(image.size() / MIB);
  }

  /** Whether it can be thrown away by itself. */
  public boolean isRemovable(PushedFact image) {
    return image.state() == PushedImage.State.ARRIVED || image.state() == PushedImage.State.REFUSED;
  }

  /** How one pushes, or null where there is no registry. */
  public String getCommand() {
    return settings
        .registryAddress()
        .map(
            address ->
                "docker push %s/%s/%s:1"
                    .formatted(address, where.getTenantName(), where.getProjectName()))
        .orElse(null);
  }

  /** The image goes. */
  public void remove() {
    images.remove(where.caller(), where.project(), asked.getSubject());
    visitor.done("pushed.removed", asked.getSubject());
  }
}

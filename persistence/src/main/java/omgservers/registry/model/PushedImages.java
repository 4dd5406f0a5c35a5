package omgservers.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** What was pushed to the registry, with its layers and tags; beside the tenant that owns it. */
@ApplicationScoped
public class PushedImages {
  /** So many are changed in one transaction. */
  public static final int BATCH_MAX = 100;

  /** No more tags are told at once than this. */
  public static final int TAGS_MAX = 10_000;

  private final Shards shards;

  /** Images of these shards. */
  @Inject
  public PushedImages(Shards shards) {
    this.shards = shards;
  }

  protected PushedImages() {
    this(null);
  }

  /** A content of a project that was pushed. */
  public record Arrival(
      long id,
      long tenantId,
      long projectId,
      String repository,
      String digest,
      Long pushedBy,
      Instant at) {}

  /** A part of an image, and how many bytes it has. */
  public record Layer(String digest, long size) {}

  /** A tag of a repository, the content that it points to, and since when. */
  public record Tag(String repository, String tag, String digest, Instant movedAt) {
    static Tag of(Object row) {
      Object[] columns = (Object[]) row;
      return new Tag(
          (String) columns[0],
          (String) columns[1],
          (String) columns[2],
          ((Timestamp) columns[3]).toInstant());
    }
  }

  /** Keeps what arrived, unless the project has that content; then false. */
  public boolean add(Arrival arrival, Instant now) {
    return shards
            .of(arrival.tenantId)
            .createNativeQuery(
                """
                insert into pushed_image
                    (id, tenant_id, project_id, repository, digest, state, pushed_by, pushed_at, due_at)
                values (?1, ?2, ?3, ?4, ?5, 'ARRIVED', cast(?6 as bigint), ?7, ?8)
                on conflict (project_id, digest) do nothing
                """)
            .setParameter(1, arrival.id)
            .setParameter(2, arrival.tenantId)
            .setParameter(3, arrival.projectId)
            .setParameter(4, arrival.repository)
            .setParameter(5, arrival.digest)
            .setParameter(6, arrival.pushedBy)
            .setParameter(7, Timestamp.from(arrival.at))
            .setParameter(8, Timestamp.from(now))
            .executeUpdate()
        == 1;
  }

  /** The image of the project with this content. */
  public Optional<PushedImage> find(long project, String digest) {
    return shards
        .of(project)
        .createQuery(
            "select p from PushedImage p where p.projectId = :project and p.digest = :digest",
            PushedImage.class)
        .setParameter("project", project)
        .setParameter("digest", digest)
        .getResultStream()
        .findFirst();
  }

  /** The image of the project with this content, so that nobody else changes it meanwhile. */
  public Optional<PushedImage> lock(long project, String digest) {
    return find(project, digest).flatMap(found -> lock(found.id()));
  }

  /** The image, so that nobody else changes it meanwhile. */
  public Optional<PushedImage> lock(long id) {
    return shards.lock(PushedImage.class, id);
  }

  /** Forgets the image and its layers. */
  public void remove(PushedImage image) {
    shards.of(image.id()).remove(image);
  }

  /** Images of the project. */
  public List<PushedImage> list(long project, PushedImage.State state, Slice slice) {
    return new Listing<>(PushedImage.class, slice)
        .where("e.projectId = :project", "project", project)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(project));
  }

  /** Some images of the project that are not going yet. */
  public List<PushedImage> staying(long project) {
    return shards
        .of(project)
        .createQuery(
            "select p from PushedImage p where p.projectId = :project and p.state <> :going",
            PushedImage.class)
        .setParameter("project", project)
        .setParameter("going", PushedImage.State.GOING)
        .setMaxResults(BATCH_MAX)
        .getResultList();
  }

  /** The images that are this version. */
  public List<PushedImage> ofVersion(long version) {
    return shards
        .of(version)
        .createQuery("select p from PushedImage p where p.versionId = :version", PushedImage.class)
        .setParameter("version", version)
        .setMaxResults(BATCH_MAX)
        .getResultList();
  }

  /** The images of the project in these states, oldest first. */
  public List<PushedImage> inState(long project, Collection<PushedImage.State> states, int max) {
    return shards
        .of(project)
        .createQuery(
            "select p from PushedImage p where p.projectId = :project and p.state in :states"
                + " order by p.id",
            PushedImage.class)
        .setParameter("project", project)
        .setParameter("states", states)
        .setMaxResults(max)
        .getResultList();
  }

  /** Whether anything of the project is still known. */
  public boolean isAnyOf(long project) {
    return !shards
        .of(project)
        .createNativeQuery("select 1 from pushed_image where project_id = ?1 limit 1")
        .setParameter(1, project)
        .getResultList()
        .isEmpty();
  }

  /** Whether the project has a version beside this one that runs the content. */
  public boolean isUsedBeside(long version, long project, String digest) {
    return !shards
        .of(project)
        .createNativeQuery(
            """
            select 1 from image i join version v on v.id = i.version_id
            where v.project_id = ?1 and i.digest = ?2 and v.id <> ?3 limit 1
            """)
        .setParameter(1, project)
        .setParameter(2, digest)
        .setParameter(3, version)
        .getResultList()
        .isEmpty();
  }

  /** The image consists of these layers, and of no others. */
  public void layers(PushedImage image, Collection<Layer> layers) {
    shards
        .of(image.id())
        .createNativeQuery("delete from image_layer where image_id = ?1")
        .setParameter(1, image.id())
        .executeUpdate();
    for (Layer layer : layers) {
      shards
          .of(image.id())
          .createNativeQuery(
              "insert into image_layer (image_id, digest, tenant_id, size) values (?1, ?2, ?3, ?4)"
                  + " on conflict do nothing")
          .setParameter(1, image.id())
          .setParameter(2, layer.digest)
          .setParameter(3, image.tenantId())
          .setParameter(4, layer.size)
          .executeUpdate();
    }
  }

  /** How many bytes the tenant keeps; what several images share counts once. */
  public long kept(long tenant) {
    Object sum =
        shards
            .of(tenant)
            .createNativeQuery(
                """
                select coalesce(sum(size), 0) from (
                    select distinct on (l.digest) l.size from image_layer l
                    join pushed_image p on p.id = l.image_id
                    where l.tenant_id = ?1 and p.state <> 'GOING' and not p.excess) as each
                """)
            .setParameter(1, tenant)
            .getSingleResult();
    return ((Number) sum).longValue();
  }

  /** How many images the tenant keeps. */
  public long count(long tenant) {
    Object count =
        shards
            .of(tenant)
            .createNativeQuery(
                "select count(*) from pushed_image where tenant_id = ?1 and state <> 'GOING'"
                    + " and not excess")
            .setParameter(1, tenant)
            .getSingleResult();
    return ((Number) count).longValue();
  }

  /** How much the tenant may keep in MiB, where that was said. */
  public Optional<Integer> quota(long tenant) {
    List<?> rows =
        shards
            .of(tenant)
            .createNativeQuery("select mib from image_quota where tenant_id = ?1")
            .setParameter(1, tenant)
            .getResultList();
    return rows.stream().map(mib -> ((Number) mib).intValue()).findFirst();
  }

  /** The tenant may keep so many MiB; null for what the setting says. */
  public void quota(long tenant, Integer mib) {
    shards
        .of(tenant)
        .createNativeQuery("delete from image_quota where tenant_id = ?1")
        .setParameter(1, tenant)
        .executeUpdate();
    if (mib != null) {
      shards
          .of(tenant)
          .createNativeQuery("insert into image_quota (tenant_id, mib) values (?1, ?2)")
          .setParameter(1, tenant)
          .setParameter(2, mib)
          .executeUpdate();
    }
  }

  /** Moves the tag, unless it was moved later than that; whether it points elsewhere now. */
  public boolean move(long tenant, long project, Tag tag) {
    String before = digest(tenant, tag.repository, tag.tag).orElse("");
    int moved =
        shards
            .of(tenant)
            .createNativeQuery(
                """
                insert into image_tag (repository, tag, tenant_id, project_id, digest, moved_at)
                values (?1, ?2, ?3, ?4, ?5, ?6)
                on conflict (repository, tag) do update
                    set digest = excluded.digest, moved_at = excluded.moved_at,
                        project_id = excluded.project_id
                    where image_tag.moved_at < excluded.moved_at
                """)
            .setParameter(1, tag.repository)
            .setParameter(2, tag.tag)
            .setParameter(3, tenant)
            .setParameter(4, project)
            .setParameter(5, tag.digest)
            .setParameter(6, Timestamp.from(tag.movedAt))
            .executeUpdate();
    return moved == 1 && !before.equals(tag.digest);
  }

  /** The content that <code>tenant/project:tag</code> stands for, if it was pushed; else null. */
  public String digest(long tenant, String image) {
    int colon = image.lastIndexOf(':');
    return digest(tenant, image.substring(0, colon), image.substring(colon + 1)).orElse(null);
  }

  private Optional<String> digest(long tenant, String repository, String tag) {
    List<?> rows =
        shards
            .of(tenant)
            .createNativeQuery("select digest from image_tag where repository = ?1 and tag = ?2")
            .setParameter(1, repository)
            .setParameter(2, tag)
            .getResultList();
    return rows.stream().map(String.class::cast).findFirst();
  }

  /** The content that the tag of the project points to, where it was moved last. */
  public Optional<String> tagged(long project, String tag) {
    List<?> rows =
        shards
            .of(project)
            .createNativeQuery(
                "select digest from image_tag where project_id = ?1 and tag = ?2"
                    + " order by moved_at desc limit 1")
            .setParameter(1, project)
            .setParameter(2, tag)
            .getResultList();
    return rows.stream().map(String.class::cast).findFirst();
  }

  /** The tags of the project. */
  public List<Tag> tags(long project) {
    List<?> rows =
        shards
            .of(project)
            .createNativeQuery(
                "select repository, tag, digest, moved_at from image_tag where project_id = ?1"
                    + " order by repository, tag")
            .setParameter(1, project)
            .setMaxResults(TAGS_MAX)
            .getResultList();
    return rows.stream().map(Tag::of).toList();
  }

  /** The names of all tags of the project, by the content that they point to. */
  public Map<String, List<String>> tagsByDigest(long project) {
    return tags(project).stream()
        .collect(
            Collectors.groupingBy(Tag::digest, Collectors.mapping(Tag::tag, Collectors.toList())));
  }

  /** The tag is gone, unless it was moved since. */
  public void untag(long project, Tag tag) {
    shards
        .of(project)
        .createNativeQuery(
            "delete from image_tag where repository = ?1 and tag = ?2 and digest = ?3")
        .setParameter(1, tag.repository)
        .setParameter(2, tag.tag)
        .setParameter(3, tag.digest)
        .executeUpdate();
  }

  /** No tag of the project points to the content any more. */
  public void untag(long project, String digest) {
    shards
        .of(project)
        .createNativeQuery("delete from image_tag where project_id = ?1 and digest = ?2")
        .setParameter(1, project)
        .setParameter(2, digest)
        .executeUpdate();
  }
}

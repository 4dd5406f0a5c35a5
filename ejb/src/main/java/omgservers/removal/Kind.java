package omgservers.removal;

import java.util.Locale;
import omgservers.registry.model.Version;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Removable;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;

/** What can be deleted; the name is that of the table and of the lane that works on it. */
enum Kind {
  TENANT(Tenant.class),
  PROJECT(Project.class),
  STAGE(Stage.class),
  VERSION(Version.class);

  private final Class<? extends Removable> type;

  Kind(Class<? extends Removable> type) {
    this.type = type;
  }

  Class<? extends Removable> type() {
    return type;
  }

  String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it lies in; a tenant lies in itself. */
  Kind parent() {
    return switch (this) {
      case TENANT, PROJECT -> TENANT;
      case STAGE, VERSION -> PROJECT;
    };
  }
}

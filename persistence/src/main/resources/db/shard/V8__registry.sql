-- What was pushed to the registry, each content of a project once. It outlives its project until the registry is rid of it.
create table pushed_image (
    id bigint primary key,
    tenant_id bigint not null,
    project_id bigint not null,
    repository text not null,
    digest text not null,
    state text not null,
    size bigint not null default 0,
    labels text,
    pushed_by bigint,
    pushed_at timestamptz not null,
    version_id bigint,
    explanation text,
    excess boolean not null default false,
    freed_at timestamptz,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null default 0,
    unique (project_id, digest)
);
create index pushed_image_project on pushed_image (project_id, id);
create index pushed_image_version on pushed_image (version_id) where version_id is not null;
create index pushed_image_due on pushed_image (due_at) where due_at is not null;

-- What it consists of; a layer that several images of a tenant have is there once.
create table image_layer (
    image_id bigint not null references pushed_image (id) on delete cascade deferrable initially deferred,
    digest text not null,
    tenant_id bigint not null,
    size bigint not null,
    primary key (image_id, digest)
);
create index image_layer_tenant on image_layer (tenant_id, digest);

-- To which content a tag points, and since when.
create table image_tag (
    repository text not null,
    tag text not null,
    tenant_id bigint not null,
    project_id bigint not null,
    digest text not null,
    moved_at timestamptz not null,
    primary key (repository, tag)
);
create index image_tag_project on image_tag (project_id, tag);

-- How much a tenant may keep, where that differs from the setting.
create table image_quota (
    tenant_id bigint primary key references tenant (id) on delete cascade deferrable initially deferred,
    mib int not null check (mib >= 0)
);

-- Images are run as they were when they were bound.
alter table image add column digest text;

-- A stage on which each new version under a tag is deployed.
create table following (
    id bigint primary key references stage (id) on delete cascade deferrable initially deferred,
    tenant_id bigint not null,
    project_id bigint not null,
    tag text not null,
    config text,
    set_by bigint not null,
    set_by_role text not null,
    created timestamptz not null,
    version_id bigint,
    followed_at timestamptz,
    explanation text,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null default 0
);
create index following_tag on following (project_id, tag);
create index following_due on following (due_at) where due_at is not null;

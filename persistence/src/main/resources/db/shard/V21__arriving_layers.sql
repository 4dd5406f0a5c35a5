-- Layers that are complete in the registry, until the image that they belong to is known. They count against what a tenant may keep.
create table arriving_layer (
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    digest text not null,
    size bigint not null,
    arrived_at timestamptz not null,
    primary key (tenant_id, digest)
);

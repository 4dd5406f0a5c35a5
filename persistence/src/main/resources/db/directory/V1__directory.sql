create table slot_map (
    slot int primary key check (slot between 0 and 1023),
    shard int not null check (shard >= 0)
);

create table instance (
    number int primary key check (number between 0 and 63),
    token text not null,
    seen timestamptz not null
);

-- Names that are unique in the whole installation: users and tenants.
create table alias (
    kind text not null,
    value text not null,
    entity_id bigint not null,
    created timestamptz not null,
    primary key (kind, value)
);
create index alias_entity on alias (entity_id);

create table signing_key (
    id text primary key,
    private_key text not null,
    public_key text not null,
    created timestamptz not null
);

create table pool_server (
    id bigint primary key,
    name text not null unique,
    driver text not null,
    slots int not null check (slots > 0),
    created timestamptz not null
);

-- A row is a reservation of room first and the record of what runs later.
create table container (
    runtime_id bigint primary key,
    server_id bigint not null references pool_server (id) deferrable initially deferred,
    created timestamptz not null
);
create index container_server on container (server_id);

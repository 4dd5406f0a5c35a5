-- References are checked when a transaction ends: the provider orders its inserts by type.

-- Between aggregates

create table outbox (
    seq bigint generated always as identity primary key,
    id uuid not null,
    receiver bigint not null,
    kind text not null,
    body text not null,
    attempts int not null default 0,
    due_at timestamptz not null,
    reason text
);
create index outbox_receiver on outbox (receiver, seq);
create index outbox_due on outbox (due_at);

create table inbox (
    id uuid primary key,
    received timestamptz not null
);
create index inbox_received on inbox (received);

-- What waits for a client or a runtime, in order, until it is acknowledged.
create table message (
    id bigint primary key,
    owner_id bigint not null,
    qualifier text not null,
    body text not null
);
create index message_owner on message (owner_id, id);

-- Tenancy

create table tenant (
    id bigint primary key,
    created timestamptz not null
);

create table project (
    id bigint primary key,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    created timestamptz not null
);
create index project_tenant on project (tenant_id);

create table stage (
    id bigint primary key,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    project_id bigint not null references project (id) on delete cascade deferrable initially deferred,
    created timestamptz not null
);
create index stage_project on stage (project_id);

-- Names that are unique below a tenant or a project.
create table scoped_alias (
    scope_id bigint not null,
    value text not null,
    entity_id bigint not null,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    created timestamptz not null,
    primary key (scope_id, value)
);
create index scoped_alias_entity on scoped_alias (entity_id);

create table permission (
    id bigint primary key,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    entity_id bigint not null,
    user_id bigint not null,
    permission text not null,
    created timestamptz not null,
    unique (entity_id, user_id, permission)
);

-- Registry

create table version (
    id bigint primary key,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    project_id bigint not null references project (id) on delete cascade deferrable initially deferred,
    config text not null,
    created timestamptz not null
);
create index version_project on version (project_id);

create table image (
    id bigint primary key,
    tenant_id bigint not null references tenant (id) on delete cascade deferrable initially deferred,
    version_id bigint not null references version (id) on delete cascade deferrable initially deferred,
    qualifier text not null,
    image text not null,
    created timestamptz not null,
    unique (version_id, qualifier)
);

-- Deployment

create table deployment (
    id bigint primary key,
    tenant_id bigint not null,
    project_id bigint not null,
    stage_id bigint not null,
    version_id bigint not null,
    matchmaker_id bigint not null,
    state text not null,
    config text not null,
    matchmaker_idle boolean not null default false,
    failures int not null default 0,
    retry_at timestamptz,
    created timestamptz not null,
    closed_at timestamptz,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null
);
create index deployment_stage on deployment (stage_id, id);
create index deployment_due on deployment (due_at) where due_at is not null;

create table lobby (
    id bigint primary key,
    deployment_id bigint not null references deployment (id) on delete cascade deferrable initially deferred,
    runtime_id bigint not null,
    state text not null,
    created timestamptz not null
);
create index lobby_deployment on lobby (deployment_id);
create index lobby_runtime on lobby (runtime_id);

-- A client that has, or without a lobby waits for, a seat in a lobby.
create table lobby_seat (
    client_id bigint primary key,
    deployment_id bigint not null references deployment (id) on delete cascade deferrable initially deferred,
    lobby_id bigint references lobby (id) on delete set null deferrable initially deferred,
    created timestamptz not null
);
create index lobby_seat_lobby on lobby_seat (lobby_id);
create index lobby_seat_deployment on lobby_seat (deployment_id);

-- Users and players

create table account (
    id bigint primary key,
    role text not null,
    secret text not null,
    created timestamptz not null
);

create table player (
    id bigint primary key,
    user_id bigint not null references account (id) on delete cascade deferrable initially deferred,
    stage_id bigint not null,
    profile text not null,
    created timestamptz not null,
    lock_version int not null,
    unique (user_id, stage_id)
);

create table client (
    id bigint primary key,
    user_id bigint not null references account (id) on delete cascade deferrable initially deferred,
    player_id bigint not null references player (id) on delete cascade deferrable initially deferred,
    tenant_id bigint not null,
    deployment_id bigint not null,
    matchmaker_id bigint not null,
    state text not null,
    runtime_id bigint,
    runtime_qualifier text,
    created timestamptz not null,
    seen timestamptz not null,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null
);
create index client_user on client (user_id);
create index client_due on client (due_at) where due_at is not null;

-- Runtimes

create table runtime (
    id bigint primary key,
    tenant_id bigint not null,
    stage_id bigint not null,
    deployment_id bigint not null,
    version_id bigint not null,
    matchmaker_id bigint not null,
    part_id bigint not null,
    qualifier text not null,
    mode text,
    image text not null,
    config text not null,
    secret text not null,
    state text not null,
    pool_server text,
    created timestamptz not null,
    started_at timestamptz,
    seen timestamptz,
    ended_at timestamptz,
    end_reason text,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null
);
create index runtime_stage on runtime (stage_id, id);
create index runtime_due on runtime (due_at) where due_at is not null;

create table assignment (
    id bigint primary key,
    runtime_id bigint not null references runtime (id) on delete cascade deferrable initially deferred,
    client_id bigint not null,
    user_id bigint not null,
    group_name text,
    created timestamptz not null,
    unique (runtime_id, client_id)
);

-- Matchmaking

create table matchmaker (
    id bigint primary key,
    deployment_id bigint not null,
    state text not null,
    plan text not null,
    created timestamptz not null,
    failures int not null default 0,
    retry_at timestamptz,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null
);
create index matchmaker_due on matchmaker (due_at) where due_at is not null;

create table ticket (
    id bigint primary key,
    matchmaker_id bigint not null references matchmaker (id) on delete cascade deferrable initially deferred,
    client_id bigint not null,
    user_id bigint not null,
    mode text not null,
    asked_by bigint not null,
    created timestamptz not null,
    unique (matchmaker_id, client_id, mode)
);
create index ticket_client on ticket (client_id);

create table match (
    id bigint primary key,
    matchmaker_id bigint not null references matchmaker (id) on delete cascade deferrable initially deferred,
    runtime_id bigint not null,
    mode text not null,
    state text not null,
    created timestamptz not null
);
create index match_matchmaker on match (matchmaker_id);

create table seat (
    id bigint primary key,
    match_id bigint not null references match (id) on delete cascade deferrable initially deferred,
    client_id bigint not null,
    user_id bigint not null,
    group_name text not null,
    asked_by bigint not null,
    ticket_created timestamptz not null,
    unique (match_id, client_id)
);
create index seat_client on seat (client_id);

-- What a game server wrote, and what is known of it for as long as that is kept.
create table runtime_log (
    id bigint primary key,
    tenant_id bigint not null,
    stage_id bigint not null,
    deployment_id bigint not null,
    version_id bigint not null,
    qualifier text not null,
    mode text,
    pool_server text,
    created timestamptz not null,
    ended_at timestamptz,
    end_reason text,
    forget_at timestamptz,
    next_line bigint not null default 0,
    size bigint not null default 0,
    lost_bytes bigint not null default 0,
    stdout_read bigint not null default 0,
    stderr_read bigint not null default 0,
    first_text text,
    last_text text,
    last_at timestamptz,
    lock_version int not null
);
create index runtime_log_stage on runtime_log (stage_id, id);
create index runtime_log_forget on runtime_log (forget_at) where forget_at is not null;

create table runtime_log_chunk (
    runtime_id bigint not null references runtime_log (id) on delete cascade deferrable initially deferred,
    first_line bigint not null,
    lines int not null,
    size int not null,
    packed bytea not null,
    primary key (runtime_id, first_line)
);
-- It is packed already.
alter table runtime_log_chunk alter column packed set storage external;

-- What game servers of a version used, by what they were there for.
create table version_use (
    id bigint primary key,
    version_id bigint not null,
    qualifier text not null,
    samples bigint not null,
    cpu text not null,
    memory text not null,
    lock_version int not null,
    unique (version_id, qualifier)
);

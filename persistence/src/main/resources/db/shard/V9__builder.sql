-- Images that are to be made of source: what is wished, how far it is, and what became of it.
create table build_job (
    id bigint primary key,
    tenant_id bigint not null,
    project_id bigint not null references project (id) deferrable initially deferred,
    created timestamptz not null,
    created_by bigint not null,
    source text not null,
    git_url text,
    git_ref text,
    git_commit text,
    tag text not null,
    dockerfile text not null,
    target text,
    arguments text not null,
    secret_names text not null,
    sealed text,
    labels text not null,
    no_cache boolean not null,
    desired text not null,
    state text not null,
    step text,
    run int not null,
    server text,
    source_bytes bigint,
    queued_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    image text,
    digest text,
    version_id bigint,
    next_line bigint not null,
    log_size bigint not null,
    lost_bytes bigint not null,
    due_at timestamptz,
    attempts int not null default 0,
    reason text,
    lock_version int not null
);
create index build_job_project on build_job (project_id, id);
create index build_job_due on build_job (due_at) where due_at is not null;
create index build_job_open on build_job (tenant_id, state)
    where state in ('AWAITING_SOURCE', 'QUEUED', 'RUNNING');

-- The archive that was uploaded, in parts.
create table build_source_part (
    build_id bigint not null references build_job (id) on delete cascade deferrable initially deferred,
    part int not null,
    bytes bytea not null,
    primary key (build_id, part)
);
-- It is packed already.
alter table build_source_part alter column bytes set storage external;

create table build_log_chunk (
    build_id bigint not null references build_job (id) on delete cascade deferrable initially deferred,
    first_line bigint not null,
    lines int not null,
    size int not null,
    packed bytea not null,
    primary key (build_id, first_line)
);
alter table build_log_chunk alter column packed set storage external;
